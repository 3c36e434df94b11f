// Answers what Talos' own machinery says of patches: each is loaded, applied to a generated
// configuration, written out, loaded again and validated for a machine that is installed on metal.
// Patches come as JSON on standard input, answers go to standard output, one JSON text a line: empty
// where Talos takes the patch, else its error. The argument is the version that generates the base.
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

// The configurations that patches are applied to, by role: making keys takes long, so it is done once.
var bases = map[string][]byte{}

func baseOf(role string) ([]byte, error) {
	if base, ok := bases[role]; ok {
		return base, nil
	}

	contract, err := config.ParseContractFromVersion(os.Args[1])
	if err != nil {
		return nil, err
	}

	input, err := generate.NewInput("home", "https://192.0.2.2:6443", "1.35.0",
		generate.WithVersionContract(contract), generate.WithInstallDisk("/dev/sda"))
	if err != nil {
		return nil, err
	}

	kind := machine.TypeControlPlane
	if role == "worker" {
		kind = machine.TypeWorker
	}

	made, err := input.Config(kind)
	if err != nil {
		return nil, err
	}

	bases[role], err = made.EncodeBytes(encoder.WithComments(encoder.CommentsDisabled))

	return bases[role], err
}

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

	base, err := baseOf(p.Role)
	if err != nil {
		return err
	}

	provider, err := configloader.NewFromBytes(base)
	if err != nil {
		return err
	}

	loaded, err := configpatcher.LoadPatch([]byte(p.Text))
	if err != nil {
		return err
	}

	out, err := configpatcher.Apply(configpatcher.WithConfig(provider), []configpatcher.Patch{loaded})
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
