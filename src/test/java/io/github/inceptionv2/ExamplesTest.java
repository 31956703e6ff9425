package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.testing.GuidePages;
import io.github.inceptionv2.testing.JavaBlocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Code in the README, the guide and the Javadoc compiles and prints the output shown there. */
class ExamplesTest {

  private static final Path README = GuidePages.README;
  private static final Path GUIDE = GuidePages.GUIDE;
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
    assertTrue(blocks.size() >= 1, "found " + blocks.size());
  }

  @Test
  void guide_everyBlock_compiles() throws Exception {
    int count = 0;
    for (Path page : GuidePages.guide()) {
      String name = page.getFileName().toString().replaceAll("\\W", "_");
      List<String> blocks = JavaBlocks.in(Files.readString(page));
      for (int i = 0; i < blocks.size(); i++) {
        JavaBlocks.compileBlock(directory, name + i, blocks.get(i), "InceptionV2 model =");
        count++;
      }
    }
    assertTrue(count >= 35, "found " + count);
  }

  /** The Java program and the command line classify the same photograph. */
  @Test
  void readme_firstExample_matchesTheGuide() throws Exception {
    String readme = Files.readString(README);
    String guide = Files.readString(GUIDE.resolve("getting-started.md"));
    List<String> shown = blocks(TEXT, guide).get(0).lines().skip(1).limit(3).toList();
    List<String> printed = blocks(TEXT, readme).get(0).lines().toList();
    for (int i = 0; i < printed.size(); i++) {
      assertEquals(Set.of(printed.get(i).split(" ")), Set.of(shown.get(i).trim().split(" +")));
    }
    assertTrue(blocks(SHELL, readme).contains(blocks(SHELL, guide).get(0)));
  }

  @Test
  void readme_firstExample_printsTheOutputShown() throws Exception {
    String readme = Files.readString(README);
    JavaBlocks.compile(directory, "Example", JavaBlocks.in(readme).get(0));
    assertEquals(blocks(TEXT, readme).get(0), JavaBlocks.run(directory, "Example"));
  }

  /** {@link OutsideProjectsIT} builds and runs that project. */
  @Test
  void onePlatform_matchesTheOutsideProject() throws Exception {
    List<String> packaging = onePlatform(GUIDE.resolve("packaging.md"));
    assertEquals(2, packaging.size());
    assertEquals(List.of(packaging.get(0)), onePlatform(README));
    assertDependencies(packaging.get(0), List.of("one-platform"));
  }

  /** {@link OutsideProjectsIT} builds and runs those projects. */
  @Test
  void onePlatformByExclusions_matchesTheOutsideProjects() throws Exception {
    assertDependencies(
        onePlatform(GUIDE.resolve("packaging.md")).get(1),
        List.of("class-path", "module-path", "fat-jar", "kotlin", "spring-boot"));
  }

  private static List<String> onePlatform(Path page) throws IOException {
    return blocks(XML, Files.readString(page).replace("linux-x86_64</", "${native}</")).stream()
        .filter(block -> block.contains("${native}"))
        .toList();
  }

  private static void assertDependencies(String block, List<String> projects) throws IOException {
    for (String project : projects) {
      String pom = Files.readString(Path.of("src/it", project, "pom.xml"));
      assertTrue(pom.replaceAll("\\s+", "").contains(block.replaceAll("\\s+", "")), project);
    }
  }

  @Test
  void readme_testCommand_matchesContinuousIntegration() throws Exception {
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
