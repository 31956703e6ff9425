package io.github.inceptionv2.cli;

import io.github.inceptionv2.ModelSource;
import java.io.IOException;
import java.nio.file.Path;

/** A format that models are written in. */
enum ModelFormat {
  /** A directory with a SavedModel. */
  MODULE {
    @Override
    void write(ModelSource source, Path to) throws IOException {
      source.writeModule(to);
    }
  },
  /** An ONNX file for other runtimes. */
  ONNX {
    @Override
    void write(ModelSource source, Path to) throws IOException {
      source.writeOnnx(to);
    }
  };

  abstract void write(ModelSource source, Path to) throws IOException;
}
