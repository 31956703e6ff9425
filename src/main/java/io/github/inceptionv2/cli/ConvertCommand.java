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

/** The {@code convert} command, which writes a model as a module or an ONNX file. */
@Command(
    name = "convert",
    description =
        "Write a model as a module with the tag sets {}, {train} and {serve}, or as an ONNX file.",
    mixinStandardHelpOptions = true)
final class ConvertCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "SOURCE",
      description = {"Model to convert:", Models.NAMES})
  private String from;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "PATH",
      description =
          "Output: the module's directory (must be empty or not exist) or the ONNX file (replaced"
              + " if it exists).")
  private Path to;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "module",
      description =
          "Output format (default: module): module, a SavedModel for TensorFlow and this library,"
              + " or onnx, for other runtimes. The ONNX file uses opset 13. Its input is called"
              + " images and has the shape [batch, height, width, 3], with RGB values in [0,1]. Its"
              + " outputs are called logits, probabilities and feature_vector.")
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
          .println("note: " + from + " has untrained weights: its results mean nothing");
    }
    return ExitCode.OK;
  }
}
