package io.github.inceptionv2.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.spark.SparkConf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecutorCoresTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          local                   |   | 1
          local[3]                |   | 3
          local[3, 2]             | 5 | 3
          local[*]                |   | 8
          local-cluster[2,3,1024] |   | 3
          local-cluster[2,3,1024] | 2 | 2
          spark://host:7077       |   | 8
          spark://host:7077       | 4 | 4
          yarn                    |   | 1
          yarn                    | 6 | 6
          k8s://https://host:443  |   | 1
          """)
  void count_matchesTheScheduler(String master, String cores, int expected) {
    SparkConf conf = new SparkConf(false).set("spark.master", master);
    if (cores != null) {
      conf.set("spark.executor.cores", cores);
    }
    assertEquals(expected, ExecutorCores.count(conf, 8));
  }
}
