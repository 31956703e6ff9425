package io.github.inceptionv2.cli;

import io.github.inceptionv2.ModelSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code convert}: writes a model as a module or as an ONNX file. */
@Command(
    name = "convert",
    description =
        "Writes a model as a module, with the tag sets {}, {train} and {serve}, or as an ONNX file.",
    mixinStandardHelpOptions = true)
final class ConvertCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--from", required = true, paramLabel = "SOURCE", description = Models.NAMES)
  private String from;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "PATH",
      description =
          "the module's directory, which must not exist, or be empty; or the ONNX file, which may"
              + " replace another")
  private Path to;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "module",
      description =
          "module (default), a SavedModel that TensorFlow and this library open; or onnx, for other"
              + " runtimes: operator set 13, input images [batch, height, width, 3] of RGB in"
              + " [0,1], outputs logits, probabilities and feature_vector")
  private ModelFormat format;

  @Option(names = "--trust", description = Models.TRUST)
  private boolean isTrusted;

  @Override
  public Integer call() throws IOException {
    ModelSource source = Models.source(spec, from, isTrusted);
    format.write(source, to);
    spec.commandLine().getOut().println("wrote " + to);
    if (source.info().isUntrained()) {
      spec.commandLine()
          .getErr()
          .println("note: " + from + " holds weights that are not trained: results mean nothing");
    }
    return ExitCode.OK;
  }
}
