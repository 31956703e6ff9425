package io.github.inceptionv2.benchmark;

import io.github.inceptionv2.ImageOptions;
import io.github.inceptionv2.Precision;
import io.github.inceptionv2.RuntimeOptions;
import io.github.inceptionv2.internal.inference.PrecisionRequest;
import io.github.inceptionv2.internal.network.NumberType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The participants with their settings and rows. Each runs in a process of its own. */
enum Entrant {
  OURS("ours", row -> true, Map.of(), ours -> ours),
  OURS_INT8("ours, int8", row -> true, Precision.INT8),
  OURS_BFLOAT16("ours, bfloat16", row -> true, Precision.BFLOAT16),
  OURS_INT8_ONE_RUN(
      "ours, int8, one run",
      row -> true,
      Map.of(),
      ours -> ours.requirePrecision(Precision.INT8).parallelRuns(1)),
  OURS_PLAIN("ours, not optimized", row -> true, Map.of(), ours -> ours.optimized(false)),
  OURS_PARALLEL(
      "ours, parallel runs",
      row -> row.images() != 1,
      Map.of(),
      ours -> ours.parallelRuns(threads())),
  OURS_JOINED(
      "ours, joined calls",
      Row::hasManyCallers,
      Map.of(),
      ours -> ours.maxBatchDelay(Duration.ZERO)),
  OURS_REDUCED(
      "ours, reduced decoding",
      row -> row == Row.LARGE,
      Map.of(),
      ours -> ours,
      ImageOptions.builder().decodesReduced(true).build()),
  /** Shows the gain of oneDNN in training. */
  OURS_WITHOUT_ONEDNN(
      "ours, without oneDNN", row -> false, Map.of(Entrant.ONE_DNN, "0"), ours -> ours),
  ONNX_OPENCV(
      "ONNX Runtime, OpenCV",
      row -> true,
      work -> new OnnxRuntimeContender(Inputs.onnx(work), threads(), new OpenCvReader())),
  ONNX_INT8(
      "ONNX Runtime int8, OpenCV",
      row -> true,
      work -> new OnnxRuntimeContender(Inputs.onnxInt8(work), threads(), new OpenCvReader())),
  ONNX_INT8_QOPERATOR(
      "ONNX Runtime int8 in QOperator form, OpenCV",
      row -> true,
      work ->
          new OnnxRuntimeContender(Inputs.onnxInt8Operators(work), threads(), new OpenCvReader())),
  ONNX_OPENCV_SINGLE(
      "ONNX Runtime, OpenCV, 1 thread per call",
      Row::hasManyCallers,
      work -> new OnnxRuntimeContender(Inputs.onnx(work), 1, new OpenCvReader())),
  ONNX_IMAGEIO(
      "ONNX Runtime, ImageIO",
      row -> !row.isOfNetworkOnly(),
      work -> new OnnxRuntimeContender(Inputs.onnx(work), threads(), new ImageIoReader())),
  DJL("DJL, PyTorch", row -> true, work -> new DjlContender(Inputs.djl(work), threads())),
  DJL_SINGLE(
      "DJL, PyTorch, 1 thread per call",
      Row::hasManyCallers,
      work -> new DjlContender(Inputs.djl(work), 1)),
  OPENCV("OpenCV DNN", row -> true, work -> new OpenCvContender(Inputs.onnx(work), threads()));

  private static final Set<Entrant> ROUNDED =
      EnumSet.of(OURS_INT8, OURS_INT8_ONE_RUN, OURS_BFLOAT16, ONNX_INT8, ONNX_INT8_QOPERATOR);

  /** The environment variable that makes TensorFlow use oneDNN (1) or not (0). */
  static final String ONE_DNN = "TF_ENABLE_ONEDNN_OPTS";

  /** Opens the network from files in a directory. */
  private interface Opener {
    Contender open(Path work) throws Exception;
  }

  private final String title;
  private final Predicate<Row> rows;
  private final boolean isOurs;
  private final Map<String, String> environment;
  private final Opener opener;

  /** Creates an entrant of this library. */
  Entrant(
      String title,
      Predicate<Row> rows,
      Map<String, String> environment,
      UnaryOperator<RuntimeOptions.Builder> settings) {
    this(title, rows, environment, settings, ImageOptions.defaults());
  }

  Entrant(
      String title,
      Predicate<Row> rows,
      Map<String, String> environment,
      UnaryOperator<RuntimeOptions.Builder> settings,
      ImageOptions images) {
    this.title = title;
    this.rows = rows;
    this.isOurs = true;
    this.environment = environment;
    this.opener =
        work -> {
          RuntimeOptions.Builder options = RuntimeOptions.builder().threads(threads());
          return new OursContender(Inputs.module(work), settings.apply(options).build(), images);
        };
  }

  /** Creates an entrant of this library in a precision that the processor must support. */
  Entrant(String title, Predicate<Row> rows, Precision precision) {
    this(title, rows, Map.of(), ours -> ours.requirePrecision(precision));
  }

  /** Creates a peer. */
  Entrant(String title, Predicate<Row> rows, Opener opener) {
    this.title = title;
    this.rows = rows;
    this.isOurs = false;
    this.environment = Map.of();
    this.opener = opener;
  }

  /** Returns the number of processors that the JVM may use, within a container's limits. */
  private static int threads() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** Opens the network from files in {@code work}, as an application would. */
  Contender open(Path work) throws Exception {
    return opener.open(work);
  }

  String title() {
    return title;
  }

  boolean isOurs() {
    return isOurs;
  }

  /** Returns true if the processor supports the precision of this entrant. */
  boolean runsHere() {
    return switch (this) {
      case OURS_INT8, OURS_INT8_ONE_RUN -> isExpected(NumberType.INT8);
      case OURS_BFLOAT16 -> isExpected(NumberType.BFLOAT16);
      default -> true;
    };
  }

  private static boolean isExpected(NumberType type) {
    return new PrecisionRequest(type, false).isExpected();
  }

  /** Returns true if this is another library in float32. */
  boolean isPeer() {
    return !isOurs && !isRounded();
  }

  /** Returns true if its numbers have fewer bits than the expected numbers. */
  boolean isRounded() {
    return ROUNDED.contains(this);
  }

  boolean isDjl() {
    return this == DJL || this == DJL_SINGLE;
  }

  /** Returns the environment variables of its process. */
  Map<String, String> environment() {
    return environment;
  }

  boolean takesPartIn(Row row) {
    return rows.test(row);
  }

  /** Returns true unless this is only another setting for many callers. */
  boolean startsDifferently() {
    return takesPartIn(Row.BYTES_1);
  }
}
