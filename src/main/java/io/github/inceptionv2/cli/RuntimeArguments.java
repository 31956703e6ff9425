package io.github.inceptionv2.cli;

import io.github.inceptionv2.RuntimeOptions;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where and how fast the network runs. */
final class RuntimeArguments {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "threads of the network and of decoders (default: the processors)")
  private Integer threads;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description =
          "runs of the network at once, which share the threads (default: 1); as many as threads are"
              + " the fastest for several callers")
  private Integer parallelRuns;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "images that are computed at once at most (default: 16)")
  private Integer batchSize;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "cpu, gpu, or gpu:1 and so on; without that GPU, it is an error")
  private String device;

  @Option(
      names = "--optimized",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "whether batch norm is folded into the weights (default), or the module's own operations"
              + " run: slower, with 25 to 50 MB less")
  private boolean isOptimized;

  RuntimeOptions options() {
    RuntimeOptions.Builder options = RuntimeOptions.builder().optimized(isOptimized);
    try {
      OptionValues.set("--threads", threads, options::threads);
      OptionValues.set("--parallel", parallelRuns, options::parallelRuns);
      OptionValues.set("--batch", batchSize, options::maxBatchSize);
      OptionValues.set("--device", device, name -> options.device(name.toUpperCase(Locale.ROOT)));
      return build(options);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  /** Each number is valid alone, so a remaining error is in their combination. */
  private RuntimeOptions build(RuntimeOptions.Builder options) {
    RuntimeOptions[] built = new RuntimeOptions[1];
    OptionValues.set("--parallel", options, builder -> built[0] = builder.build());
    return built[0];
  }
}
