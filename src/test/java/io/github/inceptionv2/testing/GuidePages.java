package io.github.inceptionv2.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The README, the pages of the guide, and the pages for contributors. */
public final class GuidePages {

  public static final Path README = Path.of("README.md");
  public static final Path GUIDE = Path.of("src/site/markdown");

  private static final Path GITHUB = Path.of(".github");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```.*?^```$");

  private GuidePages() {}

  /** Returns the pages of the guide, including those in its directories. */
  public static List<Path> guide() throws IOException {
    return markdown(GUIDE);
  }

  /** Returns the README, the guide, and the pages that GitHub shows to contributors. */
  public static List<Path> all() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(README));
    pages.addAll(guide());
    pages.addAll(markdown(GITHUB));
    return pages;
  }

  /** Returns the text of a page without its blocks of code. */
  public static String prose(Path page) throws IOException {
    return BLOCK.matcher(Files.readString(page)).replaceAll("");
  }

  private static List<Path> markdown(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }
}
