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

/** {@code convert}: writes a module with a model's weights. */
@Command(
    name = "convert",
    description =
        "Writes a module with the weights of a model, and the tag sets {}, {train} and {serve}.",
    mixinStandardHelpOptions = true)
final class ConvertCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--from", required = true, paramLabel = "SOURCE", description = Models.NAMES)
  private String from;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "DIR",
      description = "the directory to write; it must not exist, or be empty")
  private Path to;

  @Option(names = "--trust", description = Models.TRUST)
  private boolean isTrusted;

  @Override
  public Integer call() throws IOException {
    ModelSource source = Models.source(spec, from, isTrusted);
    source.writeModule(to);
    spec.commandLine().getOut().println("wrote " + to);
    if (source.info().isUntrained()) {
      spec.commandLine()
          .getErr()
          .println("note: " + from + " holds weights that are not trained: results mean nothing");
    }
    return ExitCode.OK;
  }
}
