// Answers what Talos' own machinery says of machines: the patches of each are loaded and applied to a
// generated configuration one after the other, which is written out, loaded again and validated for a
// machine that is installed on metal. Machines come as JSON on standard input, answers go to standard
// output, one JSON text a line: empty where Talos takes the configuration, else its error.
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
	"github.com/siderolabs/talos/pkg/machinery/config/validation"
)

type metal struct{}

func (metal) String() string        { return "metal" }
func (metal) RequiresInstall() bool { return true }
func (metal) InContainer() bool     { return false }

type subject struct {
	Role       string   `json:"role"`
	Patches    []string `json:"patches"`
	Kubernetes string   `json:"kubernetes"`
	// What Talos only warns of is an error.
	Strict bool `json:"strict"`
}

func try(s subject) (err error) {
	defer func() {
		if stop := recover(); stop != nil {
			err = fmt.Errorf("panic: %v", stop)
		}
	}()

	kubernetes := s.Kubernetes
	if kubernetes == "" {
		kubernetes = "1.35.0"
	}

	input, err := generate.NewInput("home", "https://192.0.2.2:6443", kubernetes,
		generate.WithVersionContract(config.TalosVersion1_12), generate.WithInstallDisk("/dev/sda"))
	if err != nil {
		return err
	}

	role := machine.TypeControlPlane
	if s.Role == "worker" {
		role = machine.TypeWorker
	}

	base, err := input.Config(role)
	if err != nil {
		return err
	}

	var loaded []configpatcher.Patch

	for _, text := range s.Patches {
		patch, err := configpatcher.LoadPatch([]byte(text))
		if err != nil {
			return err
		}

		loaded = append(loaded, patch)
	}

	out, err := configpatcher.Apply(configpatcher.WithConfig(base), loaded)
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

	var options []validation.Option
	if s.Strict {
		options = append(options, validation.WithStrict())
	}

	_, err = again.Validate(metal{}, options...)

	return err
}

func main() {
	var subjects []subject

	if err := json.NewDecoder(os.Stdin).Decode(&subjects); err != nil {
		panic(err)
	}

	lines := json.NewEncoder(os.Stdout)

	for _, s := range subjects {
		text := ""
		if err := try(s); err != nil {
			text = err.Error()
		}

		if err := lines.Encode(text); err != nil {
			panic(err)
		}
	}
}
