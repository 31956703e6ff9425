package io.github.inceptionv2.spark;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;

/** How many cores Spark gives this JVM, which may be fewer than the machine has. */
final class ExecutorCores {

  private static final String CORES = "spark.executor.cores";
  private static final Pattern LOCAL = Pattern.compile("local(?:\\[(\\d+|\\*)(?:,\\s*\\d+)?])?");
  private static final Pattern CLUSTER = Pattern.compile("local-cluster\\[\\d+,\\s*(\\d+),.*");

  private ExecutorCores() {}

  /**
   * Returns what Spark's scheduler goes by.
   *
   * @param processors as many as the JVM sees
   */
  static int count(SparkConf conf, int processors) {
    String master = conf.get("spark.master", "");
    Matcher local = LOCAL.matcher(master);
    if (local.matches()) { // here the driver computes, and executors' settings say nothing
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
