package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No source formats numbers or changes case by the default locale. */
class LocaleIndependenceTest {

  private static final Path SOURCES = Path.of("src/main/java/io/github/inceptionv2");

  private static final Pattern DEFAULT_LOCALE =
      Pattern.compile(
          "(?:String\\.format|printf|new Formatter)\\((?!\\s*Locale\\.ROOT)"
              + "|\\.formatted\\(|\\.to(?:Lower|Upper)Case\\(\\)"
              + "|\\b(?:DecimalFormat|NumberFormat|MessageFormat|Scanner)\\b");

  /** TensorFlow Java's operation classes, which number operations by the default locale. */
  private static final Pattern NUMBERING_OPS = Pattern.compile("import org\\.tensorflow\\.op\\.");

  @Test
  void sources_formatByTheRootLocale() throws IOException {
    assertEquals(List.of(), matches(DEFAULT_LOCALE));
  }

  @Test
  void sources_doNotLetTensorFlowNumberOperations() throws IOException {
    assertEquals(List.of(), matches(NUMBERING_OPS));
  }

  private static List<String> matches(Pattern pattern) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String text = Files.readString(file);
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
          long line = text.substring(0, matcher.start()).lines().count();
          found.add(file.getFileName() + ":" + line + ": " + matcher.group());
        }
      }
    }
    assertTrue(Files.exists(SOURCES));
    return found;
  }
}
