package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.testing.JavaBlocks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Code in the README, the guide and the Javadoc: it compiles, and prints what is shown. */
class ExamplesTest {

  private static final Path README = Path.of("README.md");
  private static final Path GUIDE = Path.of("src/site/markdown");
  private static final Path SOURCES = Path.of("src/main/java/io/github/inceptionv2");
  private static final Pattern TEXT = Pattern.compile("```text\n(.*?)```", Pattern.DOTALL);
  private static final Pattern XML = Pattern.compile("```xml\n(.*?)```", Pattern.DOTALL);
  private static final Pattern SHELL = Pattern.compile("```sh\n(.*?)\n```", Pattern.DOTALL);
  private static final Pattern JAVADOC =
      Pattern.compile("<pre>\\{@code\n(.*?)\\* }</pre>", Pattern.DOTALL);

  @TempDir Path directory;

  @Test
  void readme_everyBlock_compiles() throws Exception {
    List<String> blocks = JavaBlocks.in(Files.readString(README));
    for (int i = 0; i < blocks.size(); i++) {
      JavaBlocks.compileBlock(directory, "Readme" + i, blocks.get(i), "no such");
    }
    assertTrue(blocks.size() >= 4, "found " + blocks.size());
  }

  @Test
  void guide_everyBlock_compiles() throws Exception {
    try (Stream<Path> pages = Files.list(GUIDE)) {
      for (Path page : pages.filter(file -> file.toString().endsWith(".md")).toList()) {
        String name = page.getFileName().toString().replaceAll("\\W", "_");
        List<String> blocks = JavaBlocks.in(Files.readString(page));
        for (int i = 0; i < blocks.size(); i++) {
          JavaBlocks.compileBlock(directory, name + i, blocks.get(i), "InceptionV2 model =");
        }
      }
    }
  }

  @Test
  void readme_firstExample_printsWhatIsShown() throws Exception {
    String readme = Files.readString(README);
    JavaBlocks.compile(directory, "Example", JavaBlocks.in(readme).get(0));
    assertEquals(blocks(TEXT, readme).get(0), JavaBlocks.run(directory, "Example"));
  }

  /** Which are built, and run, by {@link OutsideProjectsIT}. */
  @Test
  void readme_onePlatform_isWhatTheOutsideProjectsHave() throws Exception {
    String readme = Files.readString(README).replace("linux-x86_64</", "${native}</");
    List<String> blocks =
        blocks(XML, readme).stream().filter(block -> block.contains("${native}")).toList();
    assertEquals(1, blocks.size());
    for (String project :
        List.of("class-path", "module-path", "fat-jar", "kotlin", "spring-boot")) {
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
          JavaBlocks.compileBlock(directory, name, code, "try (InceptionV2 model =");
        }
      }
    }
    assertTrue(count >= 2, "found " + count);
  }

  private static List<String> blocks(Pattern pattern, String text) {
    return new ArrayList<>(
        pattern.matcher(text).results().map((MatchResult match) -> match.group(1)).toList());
  }
}
