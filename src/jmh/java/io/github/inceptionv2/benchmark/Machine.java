package io.github.inceptionv2.benchmark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tensorflow.EagerSession;
import org.tensorflow.TensorFlow;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The machine that runs the measurements. */
public final class Machine {

  /** The same options for every process, so that no heap grows while another does not. */
  static final List<String> JVM_OPTIONS = List.of("-Xmx512m");

  /** Rows and columns of the matrices whose product measures the machine's peak. */
  private static final int SIDE = 1536;

  private static final int PRODUCTS = 12;

  private Machine() {}

  /** Describes the processor, the system, the JVM and TensorFlow. */
  static String describe() throws IOException {
    return String.format(
        Locale.ROOT,
        "%s, %d processors, %s %s, JDK %s (%s), TensorFlow %s, JVM options %s",
        processor(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        System.getProperty("java.version"),
        System.getProperty("java.vm.name"),
        TensorFlow.version(),
        String.join(" ", JVM_OPTIONS));
  }

  /** Returns the peers' libraries and JMH with their versions, from their file names. */
  static String peers() {
    String names = "onnxruntime|opencv|pytorch-(engine|native-cpu)|jmh-core";
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(path -> Path.of(path).getFileName().toString())
        .filter(file -> file.matches("(" + names + ")-[\\d.].*\\.jar"))
        .map(file -> file.replaceFirst("\\.jar$", "").replaceFirst("-(?=\\d)", " "))
        .collect(Collectors.joining(", "));
  }

  private static String processor() throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    if (!Files.exists(info)) {
      return System.getProperty("os.arch");
    }
    String flags = "";
    String model = "";
    for (String line : Files.readAllLines(info)) {
      String value = line.substring(line.indexOf(':') + 1).trim();
      model = line.startsWith("model name") ? value : model;
      flags = line.startsWith("flags") ? value : flags;
    }
    String vectors =
        flags.contains("avx512f") ? "AVX-512" : flags.contains("avx2") ? "AVX2" : "no AVX2";
    return model + " (" + vectors + ")";
  }

  /**
   * Prints the highest GFLOP/s of large products of float32 matrices in TensorFlow, on all
   * processors: the attainable part of the machine's peak.
   */
  public static void main(String[] args) {
    double best = 0;
    try (EagerSession session = EagerSession.create()) {
      Ops tf = Ops.create(session);
      var matrix = tf.fill(tf.constant(Shape.of(SIDE, SIDE)), tf.constant(0.5f));
      for (int i = 0; i < PRODUCTS; i++) {
        long start = System.nanoTime();
        try (TFloat32 product = tf.linalg.matMul(matrix, matrix).asTensor()) {
          double sum = product.getFloat(0, 0);
          double seconds = (System.nanoTime() - start) / 1e9;
          best = Math.max(best, sum > 0 ? 2.0 * SIDE * SIDE * SIDE / seconds / 1e9 : 0);
        }
      }
    }
    System.out.println(Worker.ANSWER + best);
    System.exit(0);
  }
}
