// Answers what Talos' own machinery says of patches: each is loaded, applied to a generated
// configuration, written out, loaded again and validated for a machine that is installed on metal.
// Patches come as JSON on standard input, answers go to standard output, one JSON text a line: empty
// where Talos takes the patch, else its error.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/configloader"
	"github.com/siderolabs/talos/pkg/machinery/config/configpatcher"
	"github.com/siderolabs/talos/pkg/machinery/config/encoder"
	"github.com/siderolabs/talos/pkg/machinery/config/generate"
	"github.com/siderolabs/talos/pkg/machinery/config/machine"
)

type metal struct{}

func (metal) String() string        { return "metal" }
func (metal) RequiresInstall() bool { return true }
func (metal) InContainer() bool     { return false }

type patch struct {
	Role string `json:"role"`
	Text string `json:"patch"`
}

func try(p patch) (err error) {
	defer func() {
		if stop := recover(); stop != nil {
			err = fmt.Errorf("panic: %v", stop)
		}
	}()

	input, err := generate.NewInput("home", "https://192.0.2.2:6443", "1.35.0",
		generate.WithVersionContract(config.TalosVersion1_12), generate.WithInstallDisk("/dev/sda"))
	if err != nil {
		return err
	}

	role := machine.TypeControlPlane
	if p.Role == "worker" {
		role = machine.TypeWorker
	}

	base, err := input.Config(role)
	if err != nil {
		return err
	}

	loaded, err := configpatcher.LoadPatch([]byte(p.Text))
	if err != nil {
		return err
	}

	out, err := configpatcher.Apply(configpatcher.WithConfig(base), []configpatcher.Patch{loaded})
	if err != nil {
		return err
	}

	patched, err := out.Config()
	if err != nil {
		return err
	}

	written, err := patched.EncodeBytes(encoder.WithComments(encoder.CommentsDisabled))
	if err != nil {
		return err
	}

	again, err := configloader.NewFromBytes(written)
	if err != nil {
		return err
	}

	_, err = again.Validate(metal{})

	return err
}

func main() {
	var patches []patch

	if err := json.NewDecoder(os.Stdin).Decode(&patches); err != nil {
		panic(err)
	}

	lines := json.NewEncoder(os.Stdout)

	for _, p := range patches {
		text := ""
		if err := try(p); err != nil {
			text = err.Error()
		}

		if err := lines.Encode(text); err != nil {
			panic(err)
		}
	}
}
