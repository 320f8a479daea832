# Makes ../doors a Go module with the document of the examples, as docs/your-document.md does, and enters it.
mkdir ../doors
cp docs/testdata/doors.yaml ../doors/openapi.yaml
cd ../doors
go mod init example.com/doors
go mod edit -require=github.com/rasapi/specgen@v0.0.0 -replace=github.com/rasapi/specgen=../specgen -tool=github.com/rasapi/specgen/cmd/specgen
go mod tidy
