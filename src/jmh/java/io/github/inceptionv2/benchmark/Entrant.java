package io.github.inceptionv2.benchmark;

import io.github.inceptionv2.ImageOptions;
import io.github.inceptionv2.RuntimeOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;

/** Who takes part, in which settings, and in which rows. Each runs in a process of its own. */
enum Entrant {
  OURS("ours, as it comes", true, Map.of(), row -> true) {
    @Override
    Contender open(Path work) throws Exception {
      return ours(work, options());
    }
  },
  OURS_OPTIMIZED("ours, optimized", true, Map.of(), row -> true) {
    @Override
    Contender open(Path work) throws Exception {
      return ours(work, options().optimized(true));
    }
  },
  OURS_ONEDNN("ours, optimized, oneDNN", true, Map.of("TF_ENABLE_ONEDNN_OPTS", "1"), row -> true) {
    @Override
    Contender open(Path work) throws Exception {
      return ours(work, options().optimized(true));
    }
  },
  OURS_PARALLEL("ours, optimized, parallel runs", true, Map.of(), row -> row.images() != 1) {
    @Override
    Contender open(Path work) throws Exception {
      return ours(work, options().optimized(true).parallelRuns(THREADS));
    }
  },
  OURS_PARALLEL_ONEDNN(
      "ours, optimized, oneDNN, parallel runs",
      true,
      Map.of("TF_ENABLE_ONEDNN_OPTS", "1"),
      row -> row.images() != 1) {
    @Override
    Contender open(Path work) throws Exception {
      return ours(work, options().optimized(true).parallelRuns(THREADS));
    }
  },
  OURS_JOINED(
      "ours, optimized, oneDNN, joined calls",
      true,
      Map.of("TF_ENABLE_ONEDNN_OPTS", "1"),
      Row::hasManyCallers) {
    @Override
    Contender open(Path work) throws Exception {
      return ours(work, options().optimized(true).maxBatchDelay(Duration.ZERO));
    }
  },
  OURS_REDUCED(
      "ours, optimized, oneDNN, reduced decoding",
      true,
      Map.of("TF_ENABLE_ONEDNN_OPTS", "1"),
      row -> row == Row.LARGE) {
    @Override
    Contender open(Path work) throws Exception {
      return new OursContender(
          Inputs.module(work),
          options().optimized(true).build(),
          ImageOptions.builder().decodesReduced(true).build());
    }
  },
  ONNX_OPENCV("ONNX Runtime, OpenCV", false, Map.of(), row -> true) {
    @Override
    Contender open(Path work) throws Exception {
      return new OnnxRuntimeContender(Inputs.onnx(work), THREADS, new OpenCvReader());
    }
  },
  ONNX_OPENCV_SINGLE(
      "ONNX Runtime, OpenCV, 1 thread a call", false, Map.of(), Row::hasManyCallers) {
    @Override
    Contender open(Path work) throws Exception {
      return new OnnxRuntimeContender(Inputs.onnx(work), 1, new OpenCvReader());
    }
  },
  ONNX_IMAGEIO("ONNX Runtime, ImageIO", false, Map.of(), row -> !row.isOfNetworkOnly()) {
    @Override
    Contender open(Path work) throws Exception {
      return new OnnxRuntimeContender(Inputs.onnx(work), THREADS, new ImageIoReader());
    }
  },
  DJL("DJL, PyTorch", false, Map.of(), row -> true) {
    @Override
    Contender open(Path work) throws Exception {
      return new DjlContender(Inputs.djl(work), THREADS);
    }
  },
  DJL_SINGLE("DJL, PyTorch, 1 thread a call", false, Map.of(), Row::hasManyCallers) {
    @Override
    Contender open(Path work) throws Exception {
      return new DjlContender(Inputs.djl(work), 1);
    }
  },
  OPENCV("OpenCV DNN", false, Map.of(), row -> true) {
    @Override
    Contender open(Path work) throws Exception {
      return new OpenCvContender(Inputs.onnx(work), THREADS);
    }
  };

  /** All processors that the JVM may use; its count knows a container's limits. */
  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  private final String title;
  private final boolean isOurs;
  private final Map<String, String> environment;
  private final Predicate<Row> rows;

  Entrant(String title, boolean isOurs, Map<String, String> environment, Predicate<Row> rows) {
    this.title = title;
    this.isOurs = isOurs;
    this.environment = environment;
    this.rows = rows;
  }

  private static RuntimeOptions.Builder options() {
    return RuntimeOptions.builder().threads(THREADS);
  }

  private static Contender ours(Path work, RuntimeOptions.Builder options) throws IOException {
    return new OursContender(Inputs.module(work), options.build(), ImageOptions.defaults());
  }

  /** Opens the network from files in {@code work}, as an application would. */
  abstract Contender open(Path work) throws Exception;

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
    return environment;
  }

  boolean takesPartIn(Row row) {
    return rows.test(row);
  }

  /** Whether it is more than another one for many callers. */
  boolean startsDifferently() {
    return takesPartIn(Row.BYTES_1);
  }
}
