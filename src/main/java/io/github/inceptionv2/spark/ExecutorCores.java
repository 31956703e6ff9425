package io.github.inceptionv2.spark;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;

/** Finds the number of cores that Spark gives this JVM, which may be fewer than the machine has. */
final class ExecutorCores {

  private static final String CORES = "spark.executor.cores";
  private static final Pattern LOCAL = Pattern.compile("local(?:\\[(\\d+|\\*)(?:,\\s*\\d+)?])?");
  private static final Pattern CLUSTER = Pattern.compile("local-cluster\\[\\d+,\\s*(\\d+),.*");

  private ExecutorCores() {}

  /**
   * Returns the number of cores that Spark's scheduler assumes.
   *
   * @param processors the number of processors that the JVM sees
   */
  static int count(SparkConf conf, int processors) {
    String master = conf.get("spark.master", "");
    Matcher local = LOCAL.matcher(master);
    if (local.matches()) { // the driver computes, so executor settings do not apply
      String threads = local.group(1) == null ? "1" : local.group(1);
      return threads.equals("*") ? processors : Integer.parseInt(threads);
    } else if (conf.contains(CORES)) {
      return conf.getInt(CORES, 1);
    }
    Matcher cluster = CLUSTER.matcher(master);
    if (cluster.matches()) {
      return Integer.parseInt(cluster.group(1));
    }
    // A standalone worker gives an executor all its cores; YARN and Kubernetes give one.
    return master.startsWith("yarn") || master.startsWith("k8s") ? 1 : processors;
  }
}
