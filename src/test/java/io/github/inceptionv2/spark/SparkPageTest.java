package io.github.inceptionv2.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The commands on the guide's page on Spark name existing options and the right jars. */
class SparkPageTest {

  private static final Path PAGE = Path.of("src/site/markdown/spark.md");
  private static final Pattern EXCLUDED = Pattern.compile("-DexcludeClassifiers=([\\w,-]+)");
  private static final Pattern NATIVES =
      Pattern.compile("tensorflow-core-native-[\\d.]+-(.+)\\.jar");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z0-9-]+");

  /** Options of spark-submit. */
  private static final Set<String> OF_SPARK =
      Set.of("--jars", "--archives", "--files", "--class", "--packages", "--master");

  @Test
  void jars_haveTheNativesOfOnePlatform() throws Exception {
    Matcher excluded = EXCLUDED.matcher(Files.readString(PAGE));
    assertTrue(excluded.find());
    List<String> others = List.of(excluded.group(1).split(","));
    List<String> left = new ArrayList<>();
    for (String jar : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Matcher natives = NATIVES.matcher(Path.of(jar).getFileName().toString());
      if (natives.matches() && !others.contains(natives.group(1))) {
        left.add(natives.group(1));
        long megabytes = Files.size(Path.of(jar)) / 1_000_000;
        assertTrue(megabytes < 180, megabytes + " MB");
      }
    }
    assertEquals(List.of("linux-x86_64"), left);
  }

  @Test
  void options_exist() throws Exception {
    String usage = Arguments.usage();
    OPTION
        .matcher(Files.readString(PAGE))
        .results()
        .map(found -> found.group())
        .filter(option -> !OF_SPARK.contains(option))
        .forEach(option -> assertTrue(usage.contains(option), option));
  }
}
