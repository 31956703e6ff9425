package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.inceptionv2.internal.inference.PrecisionRequest;
import io.github.inceptionv2.internal.network.NumberType;
import io.github.inceptionv2.internal.runtime.OneDnn;
import io.github.inceptionv2.internal.runtime.Processor;
import io.github.inceptionv2.testing.Golden;
import io.github.inceptionv2.testing.Numbers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuntimeOptionsTest {

  private static ImageSource image(int k, int size) {
    return ImageSource.ofRgb(Golden.image(k, size, size), ImageSize.square(size));
  }

  private static InceptionV2 load(RuntimeOptions options) throws Exception {
    return InceptionV2.builder(ModelSource.untrained()).runtime(options).load();
  }

  @Test
  void invalidSettings_areRefusedWithTheirValue() {
    RuntimeOptions.Builder builder = RuntimeOptions.builder();
    assertRefused("threads (0) must be from 1 to 1024", () -> builder.threads(0));
    assertRefused("parallelRuns (0) must be from 1 to 1024", () -> builder.parallelRuns(0));
    assertRefused(
        "parallelRuns (3) must be at most threads (2)",
        () -> RuntimeOptions.builder().threads(2).parallelRuns(3).build());
    assertRefused("maxBatchSize (-1) must be from 1 to 1024", () -> builder.maxBatchSize(-1));
    assertRefused(
        "maxBatchDelay (PT-1S) must be from zero to one minute",
        () -> builder.maxBatchDelay(Duration.ofSeconds(-1)));
    assertRefused(
        "device (TPU) must be CPU, GPU, or a numbered GPU such as GPU:1",
        () -> builder.device("TPU"));
    assertRefused(
        "gpuMemoryLimit (5) must be at least 1048576 bytes", () -> builder.gpuMemoryLimit(5));
  }

  private static void assertRefused(String message, Callable<?> call) {
    Exception e = assertThrows(IllegalArgumentException.class, call::call);
    assertEquals(message, e.getMessage());
  }

  @Test
  void toBuilder_keepsAllSettings() {
    RuntimeOptions options =
        RuntimeOptions.builder()
            .threads(3)
            .parallelRuns(2)
            .maxBatchSize(5)
            .maxBatchDelay(Duration.ofMillis(7))
            .device("CPU")
            .gpuMemoryGrowth(false)
            .gpuMemoryLimit(1 << 20)
            .optimized(false)
            .warmUp(true)
            .build();
    assertEquals(options.session(), options.toBuilder().build().session());
    assertEquals(options.toString(), options.toBuilder().build().toString());
    assertEquals(
        "threads 3 in 2 parallel runs, device CPU, batches of up to 5 joined within 7 ms, not optimized, warmed up",
        options.toString());
  }

  @Test
  void optimizedModel_computesTheSameNumbersInAllRoles() throws Exception {
    RuntimeOptions options = RuntimeOptions.builder().warmUp(true).build();
    try (InceptionV2 plain = load(RuntimeOptions.builder().optimized(false).build());
        InceptionV2 optimized = load(options)) {
      ImageSource image = image(1, 96);
      Numbers.assertClose(plain.logits(image), optimized.logits(image), Golden.ABSOLUTE_TOLERANCE);
      Numbers.assertClose(
          plain.featureVector(image), optimized.featureVector(image), Golden.ABSOLUTE_TOLERANCE);
      Numbers.assertClose(
          plain.endpoint(image, "Mixed_4e").values(),
          optimized.endpoint(image, "Mixed_4e").values(),
          Golden.ABSOLUTE_TOLERANCE);
      RuntimeReport report = optimized.runtimeReport();
      assertTrue(report.isOptimized());
      assertFalse(plain.runtimeReport().isOptimized());
      boolean isFastest = !Processor.here().hidesCachesFromOneDnn();
      assertEquals(
          OneDnn.isUsable() ? isFastest : plain.runtimeReport().isOneDnn(), report.isOneDnn());
    }
  }

  @Test
  void precision_isKeptAndShown() {
    RuntimeOptions options = RuntimeOptions.builder().requirePrecision(Precision.INT8).build();
    assertTrue(options.toString().endsWith(", int8 required"), options.toString());
    assertEquals(options.toString(), options.toBuilder().build().toString());
    assertTrue(
        options.toBuilder().precision(Precision.BFLOAT16).build().toString().endsWith("bfloat16"));
  }

  @Test
  void precision_withoutOptimization_isRefused() {
    RuntimeOptions.Builder builder =
        RuntimeOptions.builder().optimized(false).precision(Precision.INT8);
    String message = assertThrows(IllegalArgumentException.class, builder::build).getMessage();
    assertTrue(message.contains("int8") && message.contains("optimized"), message);
  }

  @Test
  void int8_takesEffectIfTheProcessorHasIt() throws Exception {
    assumeTrue(OneDnn.isUsable() && Processor.here().hasVnni(), "no VNNI");
    RuntimeOptions options = RuntimeOptions.builder().requirePrecision(Precision.INT8).build();
    ModelSource flowers = ModelSource.directory(Path.of("models/flowers"));
    try (InceptionV2 plain = InceptionV2.load(flowers);
        InceptionV2 model = InceptionV2.builder(flowers).runtime(options).load()) {
      assertEquals(Precision.INT8, model.runtimeReport().precision());
      assertTrue(model.runtimeReport().isOneDnn() && model.runtimeReport().isOptimized());
      ImageSource image = image(1, 96);
      assertFalse(Arrays.equals(plain.logits(image), model.logits(image)));
      float[] logits = model.endpoint(image, "Logits").values();
      assertEquals(1, Numbers.cosine(model.logits(image), logits), 1e-3);
      // The tolerance is five mean errors; an error of r leaves a cosine of 1 - r^2 / 2.
      double least = Math.pow(PrecisionTolerance.of(Precision.INT8) / 5, 2) / 2;
      for (String layer : List.of("Conv2d_2b_1x1", "Mixed_3c", "Mixed_5c")) {
        float[] right = plain.endpoint(image, layer).values();
        assertEquals(1, Numbers.cosine(right, model.endpoint(image, layer).values()), least, layer);
      }
    }
  }

  /** A trusted module's own graph may compute anything, so its precision is not changed. */
  @Test
  void unavailablePrecision_fallsBackOrFailsAsRequested() throws Exception {
    ModelSource trusted = ModelSource.directory(Path.of("models/flowers")).trusted();
    RuntimeOptions wished = RuntimeOptions.builder().precision(Precision.INT8).build();
    try (InceptionV2 model = InceptionV2.builder(trusted).runtime(wished).load()) {
      assertEquals(Precision.FLOAT32, model.runtimeReport().precision());
    }
    RuntimeOptions required = RuntimeOptions.builder().requirePrecision(Precision.INT8).build();
    String message =
        assertThrows(
                DeviceUnavailableException.class,
                () -> InceptionV2.builder(trusted).runtime(required).load())
            .getMessage();
    assertTrue(
        message.startsWith(
            "precision int8 is required but not available: the model runs the module's own"),
        message);
  }

  /** Bfloat16 without its instructions would terminate the process. */
  @Test
  void instructionsForbiddenByTheEnvironment_areNotTried() throws Exception {
    for (String limit : List.of("AVX2", "SSE41")) {
      ProcessBuilder builder = ChildProcess.of(PrecisionProbe.class);
      builder.environment().put("ONEDNN_MAX_CPU_ISA", limit);
      Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String out = new String(process.getInputStream().readAllBytes());
      assertEquals(0, process.waitFor(), out);
      String int8 = limit.equals("AVX2") && Processor.here().hasAvx2() ? "int8" : "float32";
      assertEquals("float32 " + int8, out.trim());
    }
  }

  /** Prints the precisions that take effect if bfloat16 and int8 are requested. */
  static final class PrecisionProbe {
    public static void main(String[] args) throws Exception {
      for (Precision precision : List.of(Precision.BFLOAT16, Precision.INT8)) {
        RuntimeOptions options = RuntimeOptions.builder().precision(precision).warmUp(true).build();
        try (InceptionV2 model = load(options)) {
          System.out.print(model.runtimeReport().precision() + " ");
        }
      }
    }
  }

  /** A trusted module's own graph may compute something else, so it is run unchanged. */
  @Test
  void trustedModule_isNotOptimized() throws Exception {
    ModelSource trusted = ModelSource.directory(Path.of("models/flowers")).trusted();
    try (InceptionV2 model = InceptionV2.load(trusted)) {
      assertFalse(model.runtimeReport().isOptimized());
    }
  }

  /** Operations in float32 are long enough to share, so one run at a time is faster. */
  @Test
  void trustedModule_hasTheRunsOfFloat32UnlessTheyAreSet() throws Exception {
    ModelSource flowers = ModelSource.directory(Path.of("models/flowers"));
    RuntimeOptions int8 = RuntimeOptions.builder().threads(2).precision(Precision.INT8).build();
    RuntimeOptions set = int8.toBuilder().parallelRuns(2).build();

    assertEquals(1, Engine.suited(int8, flowers.trusted().openToRun()).parallelRuns());
    assertEquals(2, Engine.suited(set, flowers.trusted().openToRun()).parallelRuns());
    assertEquals(int8, Engine.suited(int8, flowers.openToRun()));
  }

  @Test
  void joinedCalls_computeTheNumbersOfEachImage() throws Exception {
    RuntimeOptions options = RuntimeOptions.builder().maxBatchDelay(Duration.ofMillis(5)).build();
    ExecutorService callers = Executors.newFixedThreadPool(8);
    try (InceptionV2 plain = load(RuntimeOptions.defaults());
        InceptionV2 joined = load(options)) {
      List<Future<float[]>> calls = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        ImageSource image = image(i % 4, i % 3 == 0 ? 64 : 96);
        calls.add(callers.submit(() -> joined.logits(image)));
      }
      for (int i = 0; i < 24; i++) {
        float[] alone = plain.logits(image(i % 4, i % 3 == 0 ? 64 : 96));
        Numbers.assertClose(alone, calls.get(i).get(), Golden.ABSOLUTE_TOLERANCE);
      }
    } finally {
      callers.shutdown();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT32, 2, , 1",
    "BFLOAT16, 2, CPU, 1",
    "INT8, 2, , 2",
    "INT8, 8, CPU, 8",
    "INT8, 1, , 1",
    "INT8, 2, GPU, 1"
  })
  void parallelRuns_notSet_dependOnThePrecision(
      Precision precision, int threads, String device, int runs) {
    RuntimeOptions.Builder builder = RuntimeOptions.builder().precision(precision).threads(threads);
    RuntimeOptions options = (device == null ? builder : builder.device(device)).build();
    boolean hasInt8 = new PrecisionRequest(NumberType.INT8, false).isExpected();

    assertEquals(hasInt8 ? runs : 1, options.parallelRuns());
    assertEquals(1, options.toBuilder().threads(1).build().parallelRuns());
    assertEquals(1, options.toBuilder().parallelRuns(1).build().parallelRuns());
    assertEquals(1, options.toBuilder().precision(Precision.FLOAT32).build().parallelRuns());
    RuntimeOptions explicit = options.toBuilder().threads(4).parallelRuns(3).build();
    assertEquals(3, explicit.toBuilder().precision(Precision.INT8).build().parallelRuns());
  }

  /** Each part of a batch is computed as it would be alone, so its numbers are the same. */
  @Test
  void parallelRuns_giveTheNumbersOfEachPartAlone() throws Exception {
    RuntimeOptions options =
        RuntimeOptions.builder().threads(2).parallelRuns(2).maxBatchSize(4).build();
    List<ImageSource> images = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      images.add(i == 3 ? ImageSource.of(new byte[] {1, 2}) : image(i, 96));
    }
    try (InceptionV2 model = load(options)) {
      List<ImageResult<float[]>> results = model.batch(images).featureVectors();
      assertArrayEquals(model.featureVector(images.get(0)), results.get(0).get());
      assertTrue(results.get(3).error().isPresent());
      List<ImageResult<float[]>> pair = model.batch(List.of(image(1, 96), image(2, 96))).logits();
      for (int i = 1; i <= 2; i++) {
        Numbers.assertClose(
            model.featureVector(images.get(i)), results.get(i).get(), Golden.ABSOLUTE_TOLERANCE);
        assertArrayEquals(model.logits(images.get(i)), pair.get(i - 1).get());
      }
      Numbers.assertClose(
          model.featureVector(images.get(4)), results.get(4).get(), Golden.ABSOLUTE_TOLERANCE);
    }
  }

  @Test
  void smallBatches_giveAllResultsInOrder() throws Exception {
    RuntimeOptions options = RuntimeOptions.builder().maxBatchSize(2).threads(4).build();
    try (InceptionV2 model = load(options)) {
      List<ImageSource> images = new ArrayList<>();
      for (int i = 0; i < 7; i++) {
        images.add(i == 3 ? ImageSource.of(new byte[] {1, 2}) : image(i % 4, 64));
      }
      List<ImageResult<float[]>> results = model.batch(images).logits();
      for (int i = 0; i < 7; i++) {
        assertEquals(i == 3, results.get(i).error().isPresent());
        if (i != 3) {
          Numbers.assertClose(
              model.logits(images.get(i)), results.get(i).get(), Golden.ABSOLUTE_TOLERANCE);
        }
      }
    }
  }

  @Test
  void requiredGpu_missing_failsToLoad() throws Exception {
    List<String> devices;
    try (InceptionV2 model = load(RuntimeOptions.defaults())) {
      devices = model.runtimeReport().devices();
    }
    assumeTrue(devices.stream().noneMatch(device -> device.startsWith("GPU")), "there is a GPU");
    DeviceUnavailableException e =
        assertThrows(
            DeviceUnavailableException.class,
            () -> load(RuntimeOptions.builder().requireGpu().build()));
    assertTrue(e.getMessage().contains("linux-x86_64-gpu"), e.getMessage());
  }

  @Test
  void report_namesDeviceAndThreads() throws Exception {
    RuntimeOptions options = RuntimeOptions.builder().threads(2).device("CPU").build();
    try (InceptionV2 model = load(options)) {
      RuntimeReport report = model.runtimeReport();
      assertEquals("CPU:0", report.device());
      assertEquals(2, report.threads());
      assertTrue(report.threadsInEffect() > 0, report.toString());
    }
  }

  /** TensorFlow reads the variable once per process. */
  @Test
  void report_saysWhetherOneDnnIsOn() throws Exception {
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "oneDNN is built for x86 only");
    for (String switched : List.of("0", "1")) {
      ProcessBuilder builder = ChildProcess.of(ReportProbe.class);
      builder.environment().put("TF_ENABLE_ONEDNN_OPTS", switched);
      Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String out = new String(process.getInputStream().readAllBytes());
      assertEquals(0, process.waitFor(), out);
      boolean isOn = switched.equals("1");
      boolean isFastest = !Processor.here().hidesCachesFromOneDnn();
      assertEquals("oneDNN " + (isOn && isFastest) + ", not optimized " + isOn, out.trim());
    }
  }

  /** Prints whether convolutions run in oneDNN, in an optimized model and in one that is not. */
  static final class ReportProbe {
    public static void main(String[] args) throws Exception {
      RuntimeOptions notOptimized = RuntimeOptions.builder().optimized(false).build();
      try (InceptionV2 model = load(RuntimeOptions.defaults());
          InceptionV2 plain = load(notOptimized)) {
        System.out.println(
            "oneDNN "
                + model.runtimeReport().isOneDnn()
                + ", not optimized "
                + plain.runtimeReport().isOneDnn());
      }
    }
  }
}
