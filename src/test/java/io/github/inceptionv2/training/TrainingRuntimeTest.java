package io.github.inceptionv2.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.DeviceUnavailableException;
import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.Precision;
import io.github.inceptionv2.RuntimeOptions;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import io.github.inceptionv2.testing.PaintedPhotos;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingRuntimeTest {

  @TempDir private Path directory;

  @Test
  void session_everyTrainingSetting_isApplied() {
    RuntimeOptions options =
        RuntimeOptions.builder()
            .threads(3)
            .device("GPU:1")
            .gpuMemoryGrowth(false)
            .gpuMemoryLimit(1 << 30)
            .optimized(false)
            .build();

    assertEquals(
        new SessionConfig(3, 1, Optional.of("GPU:1"), false, 1 << 30),
        TrainingRuntime.session(options));
    assertEquals(SessionConfig.DEFAULT, TrainingRuntime.session(RuntimeOptions.defaults()));
  }

  static Stream<Arguments> build_settingForCalls_isNamedAndRefused() {
    return Stream.of(
        of("parallelRuns", options -> options.threads(2).parallelRuns(2)),
        of("maxBatchDelay", options -> options.maxBatchDelay(Duration.ZERO)),
        of("maxWaitingCalls", options -> options.maxWaitingCalls(0)),
        of("precision", options -> options.precision(Precision.INT8)),
        of("warmUp", options -> options.warmUp(true)),
        of("maxBatchSize", options -> options.maxBatchSize(8)));
  }

  private static Arguments of(String name, UnaryOperator<RuntimeOptions.Builder> setting) {
    return Arguments.of(name, setting);
  }

  @ParameterizedTest
  @MethodSource
  void build_settingForCalls_isNamedAndRefused(
      String name, UnaryOperator<RuntimeOptions.Builder> setting) throws Exception {
    FineTuner.Builder builder = builder().runtime(setting.apply(RuntimeOptions.builder()).build());

    var e = assertThrows(IllegalArgumentException.class, builder::build);
    assertTrue(e.getMessage().startsWith(name + " does not apply"), e.getMessage());
  }

  /** No machine has a hundred GPUs. */
  @Test
  void train_missingDevice_failsBeforeItBegins() throws Exception {
    Path checkpoints = directory.resolve("checkpoints");
    FineTuner tuner =
        builder()
            .checkpoints(checkpoints)
            .runtime(RuntimeOptions.builder().device("GPU:99").build())
            .build();

    var e = assertThrows(DeviceUnavailableException.class, tuner::train);
    assertTrue(e.getMessage().startsWith("there is no device GPU:99"), e.getMessage());
    try (Stream<Path> files = Files.walk(checkpoints)) {
      assertTrue(files.noneMatch(file -> file.toString().contains("variables")));
    }
  }

  private FineTuner.Builder builder() throws Exception {
    Path pictures = PaintedPhotos.folder(directory.resolve("pictures"), 2);
    return FineTuner.builder(ImageFolder.open(pictures, 0, 0)).source(ModelSource.untrained());
  }
}
