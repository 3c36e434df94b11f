// Answers what Talos' own machinery says of machines: the patches of each are loaded and applied to a
// generated configuration one after the other, which is written out, loaded again and validated for a
// machine that is installed on metal. Machines come as JSON on standard input, answers go to standard
// output, one JSON text a line: empty where Talos takes the configuration, else its error. The argument is
// the version that generates the configuration.
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

// The configurations that patches are applied to, by role and version of Kubernetes: making keys takes long, so
// it is done once.
var bases = map[[2]string][]byte{}

func baseOf(role, kubernetes string) ([]byte, error) {
	key := [2]string{role, kubernetes}
	if base, ok := bases[key]; ok {
		return base, nil
	}

	contract, err := config.ParseContractFromVersion(os.Args[1])
	if err != nil {
		return nil, err
	}

	if kubernetes == "" {
		kubernetes = "1.35.0"
	}

	input, err := generate.NewInput("home", "https://192.0.2.2:6443", kubernetes,
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

	bases[key], err = made.EncodeBytes(encoder.WithComments(encoder.CommentsDisabled))

	return bases[key], err
}

func try(s subject) (err error) {
	defer func() {
		if stop := recover(); stop != nil {
			err = fmt.Errorf("panic: %v", stop)
		}
	}()

	base, err := baseOf(s.Role, s.Kubernetes)
	if err != nil {
		return err
	}

	provider, err := configloader.NewFromBytes(base)
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

	out, err := configpatcher.Apply(configpatcher.WithConfig(provider), loaded)
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
