package io.github.inceptionv2.cli;

import io.github.inceptionv2.RuntimeOptions;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The device, its memory and the threads of any computation. */
class DeviceArguments {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "threads of the network and of decoders (default: the processors)")
  private Integer threads;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "cpu, gpu, or gpu:1 and so on; without that GPU, it is an error")
  private String device;

  @Option(
      names = "--gpu-memory",
      paramLabel = "MIB",
      description = "mebibytes of a GPU's memory to take at most (default: no limit)")
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

  /** Adds the settings of a subclass. */
  RuntimeOptions build(RuntimeOptions.Builder options) {
    return options.build();
  }
}
