package io.github.inceptionv2.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Test;

/** The JVM options of the Spark tests and of the Spark benchmark are Spark's own. */
class SparkJvmArgumentsTest {

  private static final Path ARGUMENTS = Path.of("src/test/resources/spark-jvm.args");

  /** Only Spark's machine learning needs this module, and a JVM that has it prints a warning. */
  private static final String INCUBATOR = "--add-modules=jdk.incubator.vector";

  @Test
  void arguments_matchSparksLauncher_exceptForTheIncubator() throws Exception {
    List<String> expected =
        Arrays.stream(JavaModuleOptions.defaultModuleOptionArray())
            .filter(option -> !option.equals(INCUBATOR))
            .toList();
    List<String> arguments =
        Files.readAllLines(ARGUMENTS).stream().filter(line -> !line.startsWith("#")).toList();
    assertEquals(expected, arguments);
  }
}
