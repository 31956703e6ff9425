package io.github.inceptionv2.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The {@code fetch} command, which downloads a model into the cache. */
@Command(
    name = "fetch",
    description = "Download a model if the cache lacks it, and print the model's directory.",
    mixinStandardHelpOptions = true)
final class FetchCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "MODEL",
      arity = "0..1",
      defaultValue = "imagenet",
      description = {"Model to download (default: imagenet):", Models.NAMES})
  private String model;

  @Override
  public Integer call() throws IOException {
    spec.commandLine().getOut().println(Models.source(spec, model).fetch());
    return ExitCode.OK;
  }
}
