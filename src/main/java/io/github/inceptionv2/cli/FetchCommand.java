package io.github.inceptionv2.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fetch}: gets a model into the cache. */
@Command(
    name = "fetch",
    description = "Gets a model into the cache, unless it is there, and prints its directory.",
    mixinStandardHelpOptions = true)
final class FetchCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "MODEL",
      arity = "0..1",
      defaultValue = "imagenet",
      description = {"(default: imagenet)", Models.NAMES})
  private String model;

  @Override
  public Integer call() throws IOException {
    spec.commandLine().getOut().println(Models.source(spec, model).fetch());
    return ExitCode.OK;
  }
}
