package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Javadoc begins with a noun or a verb in the third person. */
class JavadocWordsTest {

  private static final Set<String> REFUSED =
      Set.of(
          "what",
          "whether",
          "where",
          "who",
          "whose",
          "how",
          "of",
          "by",
          "those",
          "its",
          "likewise",
          "as",
          "if",
          "for",
          "with",
          "from",
          "in",
          "on",
          "behind");

  /** Parameters and results may begin with a range, as in "from 1 to the number of classes". */
  private static final Set<String> REFUSED_IN_TAGS =
      Set.of("what", "whether", "where", "who", "whose", "how", "those", "its", "likewise");

  /** The allowed first words by file: this test's own examples. */
  private static final Map<String, Set<String>> EXCEPTIONS =
      Map.of("JavadocWordsTest.java", Set.of("What", "those"));

  /** The first word of a comment, or of the description of a parameter or a returned value. */
  private static final Pattern FIRST_WORD =
      Pattern.compile("(/\\*\\*|@return|@param\\s+\\S+)[\\s*]+([A-Za-z]+)");

  @Test
  void sources_beginWithNounsAndVerbs() throws IOException {
    List<String> found = new ArrayList<>();
    int files = 0;
    for (Path file : sources()) {
      files++;
      String name = file.getFileName().toString();
      for (String word : refused(Files.readString(file))) {
        if (!EXCEPTIONS.getOrDefault(name, Set.of()).contains(word)) {
          found.add(name + ": " + word);
        }
      }
    }
    assertTrue(files > 500, files + " files");
    assertEquals(List.of(), found);
  }

  @ParameterizedTest
  @CsvSource({
    "/** What it is. */, What",
    "/**\\n * Whether it is. */, Whether",
    "/** A size.\\n * @return those */, those"
  })
  void word_isFound(String source, String word) {
    assertEquals(List.of(word), refused(source.replace("\\n", "\n")));
  }

  @Test
  void nounsAndVerbs_areNotFound() {
    assertEquals(List.of(), refused("/** Returns what it is. @return {@code true} if so */"));
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  private static List<String> refused(String source) {
    List<String> words = new ArrayList<>();
    Matcher matcher = FIRST_WORD.matcher(source);
    while (matcher.find()) {
      boolean isTag = matcher.group(1).startsWith("@");
      String word = matcher.group(2);
      if ((isTag ? REFUSED_IN_TAGS : REFUSED).contains(word.toLowerCase(Locale.ROOT))) {
        words.add(word);
      }
    }
    return words;
  }
}
