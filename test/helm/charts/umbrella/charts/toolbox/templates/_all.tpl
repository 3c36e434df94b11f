{{ define "toolbox.label" }}tool-{{ .value }}{{ end }}
