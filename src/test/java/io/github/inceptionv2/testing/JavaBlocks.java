package io.github.inceptionv2.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/** Compiles the Java code of documents into a directory and runs it. */
public final class JavaBlocks {

  private static final Pattern JAVA =
      Pattern.compile("(?<!-->\n)```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern CLASS = Pattern.compile("(?m)^(?:public )?class (\\w+)");

  private static final String IMPORTS =
      """
      import io.github.inceptionv2.*;
      import io.github.inceptionv2.insight.*;
      import io.github.inceptionv2.spark.*;
      import io.github.inceptionv2.training.*;
      import io.micrometer.core.instrument.*;
      import io.micrometer.core.instrument.simple.*;
      import java.awt.image.BufferedImage;
      import java.io.*;
      import java.nio.file.*;
      import java.time.Duration;
      import java.util.*;
      import java.util.concurrent.*;
      import org.apache.spark.sql.*;
      """;

  private JavaBlocks() {}

  /** Returns the blocks of a Markdown text, except for those right after a comment. */
  public static List<String> in(String markdown) {
    return JAVA.matcher(markdown).results().map(match -> match.group(1)).toList();
  }

  /**
   * Wraps a fragment in a class. Its code can use {@code model} unless it contains {@code opening}.
   */
  public static String wrap(String name, String code, String opening) {
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

  /** Compiles a whole class, or a fragment as the class {@code name}. */
  public static void compileBlock(Path directory, String name, String block, String opening)
      throws IOException {
    var whole = CLASS.matcher(block);
    if (whole.find()) {
      compile(directory, whole.group(1), block);
    } else {
      compile(directory, name, wrap(name, block, opening));
    }
  }

  /** Compiles {@code code} of the class {@code name} against the class path of the tests. */
  public static void compile(Path directory, String name, String code) throws IOException {
    Path source = Files.writeString(directory.resolve(name + ".java"), code);
    ByteArrayOutputStream problems = new ByteArrayOutputStream();
    String path = System.getProperty("java.class.path");
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, problems, "-cp", path, "-d", directory.toString(), source.toString());
    assertEquals(0, result, code + problems);
  }

  /** Runs {@code main} of a compiled class and returns its output. */
  public static String run(Path directory, String name, String... arguments) throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = System.out;
    try (URLClassLoader loader = new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      loader.loadClass(name).getMethod("main", String[].class).invoke(null, (Object) arguments);
    } finally {
      System.setOut(out);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }
}
