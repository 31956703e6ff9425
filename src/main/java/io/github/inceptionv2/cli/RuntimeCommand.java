package io.github.inceptionv2.cli;

import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.RuntimeReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code runtime} command, which prints the device and the settings that models run with. */
@Command(
    name = "runtime",
    description =
        "Run a model with reference weights, and print the device and settings that it used.",
    mixinStandardHelpOptions = true)
final class RuntimeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private RuntimeArguments runtime;

  @Override
  public Integer call() throws IOException {
    try (InceptionV2 model =
        InceptionV2.builder(ModelSource.untrained()).runtime(runtime.options()).load()) {
      print(spec.commandLine().getOut(), model.runtimeReport());
    }
    return ExitCode.OK;
  }

  private static void print(PrintWriter out, RuntimeReport report) {
    out.println("TensorFlow    " + report.tensorFlowVersion());
    out.println("devices       " + String.join(", ", report.devices()));
    out.println("runs on       " + report.device());
    out.println("threads       " + report.threadsInEffect() + " per operation");
    out.println("oneDNN        " + (report.isOneDnn() ? "on" : "off"));
    out.println("optimized     " + (report.isOptimized() ? "yes" : "no"));
    out.println("precision     " + report.precision());
    out.println("native cache  " + report.nativeCache());
  }
}
