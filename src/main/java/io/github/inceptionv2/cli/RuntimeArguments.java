package io.github.inceptionv2.cli;

import io.github.inceptionv2.Precision;
import io.github.inceptionv2.RuntimeOptions;
import picocli.CommandLine.Option;

/** The device, threads and batches of inference. */
final class RuntimeArguments extends DeviceArguments {

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
      names = "--optimized",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "whether batch norm is folded into the weights (default), or the module's own operations"
              + " run: slower, with 25 to 50 MB less")
  private boolean isOptimized;

  @Option(
      names = "--precision",
      paramLabel = "NUMBERS",
      description =
          "float32 (default), int8 or bfloat16: faster, with other results; float32 with a warning"
              + " where the processor lacks it")
  private String precision;

  @Option(
      names = "--require-precision",
      description = "makes it an error if --precision is not available")
  private boolean isPrecisionRequired;

  private void set(RuntimeOptions.Builder options, Precision numbers) {
    if (isPrecisionRequired) {
      options.requirePrecision(numbers);
    } else {
      options.precision(numbers);
    }
  }

  @Override
  RuntimeOptions build(RuntimeOptions.Builder options) {
    options.optimized(isOptimized);
    OptionValues.set("--parallel", parallelRuns, options::parallelRuns);
    OptionValues.set("--batch", batchSize, options::maxBatchSize);
    OptionValues.refuse(
        isPrecisionRequired && precision == null, "--require-precision needs --precision");
    OptionValues.set("--precision", precision, name -> set(options, Precision.of(name)));
    // Each number is valid alone, so a remaining error is in their combination.
    RuntimeOptions[] built = new RuntimeOptions[1];
    OptionValues.set("--parallel", options, builder -> built[0] = builder.build());
    return built[0];
  }
}
