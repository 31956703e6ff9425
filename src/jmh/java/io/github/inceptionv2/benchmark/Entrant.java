package io.github.inceptionv2.benchmark;

import io.github.inceptionv2.ImageOptions;
import io.github.inceptionv2.RuntimeOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Who takes part, in which settings, and in which rows. Each runs in a process of its own. */
enum Entrant {
  OURS("ours", row -> true, false, ours -> ours),
  OURS_PLAIN("ours, not optimized", row -> true, false, ours -> ours.optimized(false)),
  OURS_PARALLEL(
      "ours, parallel runs", row -> row.images() != 1, false, ours -> ours.parallelRuns(threads())),
  OURS_JOINED(
      "ours, joined calls", Row::hasManyCallers, false, ours -> ours.maxBatchDelay(Duration.ZERO)),
  OURS_REDUCED(
      "ours, reduced decoding",
      row -> row == Row.LARGE,
      false,
      ours -> ours,
      ImageOptions.builder().decodesReduced(true).build()),
  /** For training, whose operations are those that TensorFlow chooses. */
  OURS_ONEDNN("ours, oneDNN by the environment", row -> false, true, ours -> ours),
  ONNX_OPENCV(
      "ONNX Runtime, OpenCV",
      row -> true,
      work -> new OnnxRuntimeContender(Inputs.onnx(work), threads(), new OpenCvReader())),
  ONNX_OPENCV_SINGLE(
      "ONNX Runtime, OpenCV, 1 thread a call",
      Row::hasManyCallers,
      work -> new OnnxRuntimeContender(Inputs.onnx(work), 1, new OpenCvReader())),
  ONNX_IMAGEIO(
      "ONNX Runtime, ImageIO",
      row -> !row.isOfNetworkOnly(),
      work -> new OnnxRuntimeContender(Inputs.onnx(work), threads(), new ImageIoReader())),
  DJL("DJL, PyTorch", row -> true, work -> new DjlContender(Inputs.djl(work), threads())),
  DJL_SINGLE(
      "DJL, PyTorch, 1 thread a call",
      Row::hasManyCallers,
      work -> new DjlContender(Inputs.djl(work), 1)),
  OPENCV("OpenCV DNN", row -> true, work -> new OpenCvContender(Inputs.onnx(work), threads()));

  /** The environment in which TensorFlow uses oneDNN on any processor. */
  static final Map<String, String> ONE_DNN = Map.of("TF_ENABLE_ONEDNN_OPTS", "1");

  /** Opens the network from files in a directory. */
  private interface Opener {
    Contender open(Path work) throws Exception;
  }

  private final String title;
  private final Predicate<Row> rows;
  private final boolean isOurs;
  private final boolean isOneDnn;
  private final Opener opener;

  /** This library. */
  Entrant(
      String title,
      Predicate<Row> rows,
      boolean isOneDnn,
      UnaryOperator<RuntimeOptions.Builder> settings) {
    this(title, rows, isOneDnn, settings, ImageOptions.defaults());
  }

  Entrant(
      String title,
      Predicate<Row> rows,
      boolean isOneDnn,
      UnaryOperator<RuntimeOptions.Builder> settings,
      ImageOptions images) {
    this.title = title;
    this.rows = rows;
    this.isOurs = true;
    this.isOneDnn = isOneDnn;
    this.opener =
        work -> {
          RuntimeOptions.Builder options = RuntimeOptions.builder().threads(threads());
          return new OursContender(Inputs.module(work), settings.apply(options).build(), images);
        };
  }

  /** A peer. */
  Entrant(String title, Predicate<Row> rows, Opener opener) {
    this.title = title;
    this.rows = rows;
    this.isOurs = false;
    this.isOneDnn = false;
    this.opener = opener;
  }

  /** All processors that the JVM may use; its count knows a container's limits. */
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

  boolean isPeer() {
    return !isOurs;
  }

  boolean isDjl() {
    return this == DJL || this == DJL_SINGLE;
  }

  /** Variables that its process is started with. */
  Map<String, String> environment() {
    return isOneDnn ? ONE_DNN : Map.of();
  }

  boolean takesPartIn(Row row) {
    return rows.test(row);
  }

  /** Whether it is more than another one for many callers. */
  boolean startsDifferently() {
    return takesPartIn(Row.BYTES_1);
  }
}
