{{- define "umbrella.name" -}}{{ .Release.Name }}-{{ .Values.name }}{{- end }}
{{- define "shared" -}}from umbrella{{- end }}
