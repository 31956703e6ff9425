package io.github.inceptionv2.cli;

import io.github.inceptionv2.RuntimeOptions;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options for the device, its memory and the number of threads. */
class DeviceArguments {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads for the network and for decoding (default: number of processors).")
  private Integer threads;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description =
          "Device to run on: cpu, gpu, or a specific GPU such as gpu:1. The command fails if the"
              + " GPU is missing.")
  private String device;

  @Option(
      names = "--gpu-memory",
      paramLabel = "MIB",
      description = "Maximum GPU memory in MiB (default: no limit).")
  private Integer gpuMemory;

  RuntimeOptions options() {
    RuntimeOptions.Builder options = RuntimeOptions.builder();
    try {
      OptionValues.set("--threads", threads, options::threads);
      OptionValues.set("--device", device, name -> options.device(name.toUpperCase(Locale.ROOT)));
      OptionValues.set("--gpu-memory", gpuMemory, DeviceArguments::checkMemory);
      if (gpuMemory != null) {
        options.gpuMemoryLimit((long) gpuMemory << 20);
      }
      return build(options);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private static void checkMemory(int mebibytes) {
    if (mebibytes < 1) {
      throw new IllegalArgumentException("gpuMemory (" + mebibytes + ") must be at least 1");
    }
  }

  /** Builds the options. Subclasses add their settings first. */
  RuntimeOptions build(RuntimeOptions.Builder options) {
    return options.build();
  }
}
