package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.files.DelimitedText;
import io.github.inceptionv2.internal.report.JsonLines;
import io.github.inceptionv2.training.FolderLayout.Found;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a list of files and their classes: comma-separated or tab-separated values, or JSON lines.
 */
final class ImageList {

  static final String EXPECTED =
      "expected a line \"file,label\" or \"file,label,part\" for each image in a .csv or .tsv"
          + " file, or an object {\"file\": ..., \"label\": ..., \"part\": ...} in a .jsonl file;"
          + " the part is train, validation or test, in all lines or in none";

  private static final List<String> JSON = List.of("jsonl", "ndjson");
  private static final List<String> SUFFIXES = List.of("csv", "tsv", "jsonl", "ndjson");

  private static final List<String> FILE = List.of("file", "path", "filename", "image");
  private static final List<String> LABEL = List.of("label", "class");
  private static final List<String> PART = List.of("part", "split");

  private final Path list;
  private final Map<SplitPart, Path> parts = new EnumMap<>(SplitPart.class);
  private final Set<Found> images = new LinkedHashSet<>();

  /** The column of each value, in the usual order unless the first line names the columns. */
  private int[] columns = {0, 1, 2};

  private boolean isHeaderRead;

  private ImageList(Path list) {
    this.list = list;
  }

  /** Returns true if {@code path} is a file with the extension of a list. */
  static boolean isList(Path path) {
    return Files.isRegularFile(path) && SUFFIXES.contains(suffix(path));
  }

  /** Returns the images that {@code list} names, including missing files. */
  static FolderLayout read(Path list) throws IOException {
    ImageList reader = new ImageList(list);
    try (BufferedReader lines = Files.newBufferedReader(list)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        reader.add(++number == 1 && line.startsWith("\ufeff") ? line.substring(1) : line, number);
      }
    } catch (CharacterCodingException e) {
      throw new FileSystemException(list.toString(), null, "is not text in UTF-8");
    }
    return new FolderLayout(reader.parts, List.of(), List.copyOf(reader.images));
  }

  private void add(String line, int number) throws IOException {
    if (line.isBlank()) {
      return;
    }
    try {
      if (JSON.contains(suffix(list))) {
        Map<String, String> values = JsonLines.values(line);
        add(value(values, FILE), value(values, LABEL), value(values, PART), number);
      } else {
        addRow(DelimitedText.values(line, suffix(list).equals("tsv") ? '\t' : ','), number);
      }
    } catch (IllegalArgumentException e) {
      throw refusal(number, e.getMessage());
    }
  }

  private static String suffix(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private static Optional<String> value(Map<String, String> values, List<String> names) {
    return names.stream()
        .filter(values::containsKey)
        .map(values::get)
        .filter(value -> !value.isBlank())
        .findFirst();
  }

  private void addRow(List<String> row, int number) {
    List<String> names = row.stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
    boolean isFirst = images.isEmpty() && !isHeaderRead;
    if (isFirst && column(names, FILE) >= 0 && column(names, LABEL) >= 0) {
      columns = new int[] {column(names, FILE), column(names, LABEL), column(names, PART)};
      isHeaderRead = true;
    } else {
      add(value(row, columns[0]), value(row, columns[1]), value(row, columns[2]), number);
    }
  }

  private static int column(List<String> row, List<String> names) {
    return names.stream().mapToInt(row::indexOf).filter(i -> i >= 0).findFirst().orElse(-1);
  }

  private static Optional<String> value(List<String> row, int column) {
    return column >= 0 && column < row.size()
        ? Optional.of(row.get(column)).filter(value -> !value.isBlank())
        : Optional.empty();
  }

  private void add(
      Optional<String> file, Optional<String> label, Optional<String> part, int number) {
    Path path = path(file.orElseThrow(() -> new IllegalArgumentException("names no file")));
    String name =
        label
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .orElseThrow(() -> new IllegalArgumentException("names no label"));
    SplitPart split = part.map(ImageList::part).orElse(SplitPart.TRAINING);
    if (!images.isEmpty() && part.isPresent() == parts.isEmpty()) {
      throw new IllegalArgumentException(
          part.isPresent()
              ? "names a part, but earlier lines do not"
              : "names no part, but earlier lines do");
    }
    part.ifPresent(text -> parts.put(split, list));
    images.add(new Found(path, list, ClassName.normal(name), split)); // repeated lines add nothing
  }

  private static SplitPart part(String text) {
    return SplitPart.ofFolder(text.strip().toLowerCase(Locale.ROOT))
        .orElseThrow(() -> new IllegalArgumentException("has the unknown part \"" + text + "\""));
  }

  /** Resolves a name relative to the list, so the list can be moved together with its images. */
  private Path path(String file) {
    try {
      return list.resolveSibling(file);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("has an invalid file name, \"" + file + "\"", e);
    }
  }

  private FileSystemException refusal(int number, String message) {
    return new FileSystemException(
        list.toString(), null, "line " + number + " " + message + "; " + EXPECTED);
  }
}
