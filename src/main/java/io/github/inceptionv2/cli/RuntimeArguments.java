package io.github.inceptionv2.cli;

import io.github.inceptionv2.Precision;
import io.github.inceptionv2.RuntimeOptions;
import picocli.CommandLine.Option;

/** Options for the device, threads and batches of inference. */
final class RuntimeArguments extends DeviceArguments {

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description =
          "Number of parallel runs of the network, which share the threads (default: one per thread"
              + " in int8, otherwise 1). For several callers, one run per thread is fastest.")
  private Integer parallelRuns;

  @Option(names = "--batch", paramLabel = "N", description = "Maximum batch size (default: 16).")
  private Integer batchSize;

  @Option(
      names = "--optimized",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Fold batch norm into the weights (default: true). Otherwise the module's own operations"
              + " run, which is slower but uses 25 to 50 MB less memory.")
  private boolean isOptimized;

  @Option(
      names = "--precision",
      paramLabel = "NUMBERS",
      description =
          "Precision: float32, int8 or bfloat16 (default: float32). int8 and bfloat16 are faster,"
              + " but change the results. If the processor does not support them, float32 is used"
              + " with a warning.")
  private String precision;

  @Option(names = "--require-precision", description = "Fail if --precision is not available.")
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
    // Each value is valid on its own, so a remaining error is in their combination.
    RuntimeOptions[] built = new RuntimeOptions[1];
    OptionValues.set("--parallel", options, builder -> built[0] = builder.build());
    return built[0];
  }
}
