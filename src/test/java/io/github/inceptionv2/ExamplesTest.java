package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every piece of code in the README and the Javadoc compiles; what prints, prints what is shown.
 */
class ExamplesTest {

  private static final Path README = Path.of("README.md");
  private static final Path SOURCES = Path.of("src/main/java/io/github/inceptionv2");
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern TEXT = Pattern.compile("```text\n(.*?)```", Pattern.DOTALL);
  private static final Pattern XML = Pattern.compile("```xml\n(.*?)```", Pattern.DOTALL);
  private static final Pattern SHELL = Pattern.compile("```sh\n(.*?)\n```", Pattern.DOTALL);
  private static final Pattern JAVADOC =
      Pattern.compile("<pre>\\{@code\n(.*?)\\* }</pre>", Pattern.DOTALL);

  private static final String IMPORTS =
      """
      import io.github.inceptionv2.*;
      import io.github.inceptionv2.insight.*;
      import io.github.inceptionv2.spark.*;
      import io.github.inceptionv2.training.*;
      import io.micrometer.core.instrument.*;
      import io.micrometer.core.instrument.simple.*;
      import java.awt.image.BufferedImage;
      import java.nio.file.*;
      import java.time.Duration;
      import java.util.*;
      import org.apache.spark.sql.*;
      """;

  @TempDir Path directory;

  @Test
  void readme_everyBlock_compiles() throws Exception {
    List<String> blocks = blocks(JAVA, Files.readString(README));
    for (int i = 0; i < blocks.size(); i++) {
      String block = blocks.get(i);
      compile(block.contains("class Example") ? "Example" : "Readme" + i, asClass(block, i));
    }
    assertTrue(blocks.size() >= 4, "found " + blocks.size());
  }

  @Test
  void readme_firstExample_printsWhatIsShown() throws Exception {
    String readme = Files.readString(README);
    compile("Example", blocks(JAVA, readme).get(0));
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = System.out;
    try (URLClassLoader loader = new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      loader
          .loadClass("Example")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(out);
    }
    assertEquals(blocks(TEXT, readme).get(0), printed.toString(StandardCharsets.UTF_8));
  }

  /** Which are built, and run, by {@link OutsideProjectsIT}. */
  @Test
  void readme_onePlatform_isWhatTheOutsideProjectsHave() throws Exception {
    String readme = Files.readString(README).replace("linux-x86_64</", "${native}</");
    List<String> blocks =
        blocks(XML, readme).stream().filter(block -> block.contains("${native}")).toList();
    assertEquals(1, blocks.size());
    for (String project : List.of("class-path", "module-path", "fat-jar", "kotlin")) {
      String pom = Files.readString(Path.of("src/it", project, "pom.xml"));
      assertTrue(
          pom.replaceAll("\\s+", "").contains(blocks.get(0).replaceAll("\\s+", "")), project);
    }
  }

  @Test
  void readme_testCommand_isWhatContinuousIntegrationRuns() throws Exception {
    String last =
        Files.readAllLines(Path.of(".ci/run")).stream().reduce((first, second) -> second).get();
    assertTrue(blocks(SHELL, Files.readString(README)).contains(last), last);
  }

  @Test
  void javadoc_everyBlock_compiles() throws Exception {
    int count = 0;
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        for (String block : blocks(JAVADOC, Files.readString(file))) {
          String code = block.replaceAll("(?m)^ *\\* ?", "");
          String name = "Javadoc" + count++;
          compile(name, wrap(name, code, "try (InceptionV2 model ="));
        }
      }
    }
    assertTrue(count >= 2, "found " + count);
  }

  private static String asClass(String block, int number) {
    return block.contains("class Example") ? block : wrap("Readme" + number, block, "no such");
  }

  /** A fragment has a model at hand, unless it opens one itself. */
  private static String wrap(String name, String code, String opening) {
    String parameter = code.contains(opening) ? "" : "InceptionV2 model";
    return IMPORTS
        + "class "
        + name
        + " { static void run("
        + parameter
        + ") throws Exception {\n"
        + code
        + "\n} }";
  }

  private void compile(String name, String code) throws IOException {
    Path source = Files.writeString(directory.resolve(name + ".java"), code);
    ByteArrayOutputStream problems = new ByteArrayOutputStream();
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                problems,
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                directory.toString(),
                source.toString());
    assertEquals(0, result, code + problems);
  }

  private static List<String> blocks(Pattern pattern, String text) {
    return new ArrayList<>(
        pattern.matcher(text).results().map((MatchResult match) -> match.group(1)).toList());
  }
}
