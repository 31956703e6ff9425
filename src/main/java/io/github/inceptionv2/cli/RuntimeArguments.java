package io.github.inceptionv2.cli;

import io.github.inceptionv2.RuntimeOptions;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Where and how fast the network runs. */
final class RuntimeArguments {

  private final RuntimeOptions.Builder options = RuntimeOptions.builder();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "threads of the network and of decoders (default: the processors)")
  private void threads(String count) {
    set(count, value -> options.threads(Integer.parseInt(value)));
  }

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description =
          "runs of the network at once, which share the threads (default: 1); as many as threads are"
              + " the fastest for several callers")
  private void parallel(String count) {
    set(count, value -> options.parallelRuns(Integer.parseInt(value)));
  }

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "images that are computed at once at most (default: 16)")
  private void batch(String count) {
    set(count, value -> options.maxBatchSize(Integer.parseInt(value)));
  }

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "CPU, GPU, or GPU:1 and so on; without that GPU, it is an error")
  private void device(String name) {
    set(name, options::device);
  }

  @Option(
      names = "--optimized",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "whether batch norm is folded into the weights (default), or the module's own operations"
              + " run: slower, with 25 to 50 MB less")
  private void optimized(boolean isOptimized) {
    options.optimized(isOptimized);
  }

  RuntimeOptions options() {
    try {
      return options.build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private static void set(String text, Consumer<String> setter) {
    try {
      setter.accept(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + text + "' is not a whole number");
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
