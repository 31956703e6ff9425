package io.github.inceptionv2.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds files with the same bytes that would spoil a training or its evaluation, and leaves them
 * out: a photograph in two classes everywhere, and a photograph in two parts from the part that
 * judges less. Copies within one class and part stay.
 */
final class Duplicates {

  /** A photograph for test stays there. */
  private static final List<SplitPart> ORDER =
      List.of(SplitPart.TEST, SplitPart.VALIDATION, SplitPart.TRAINING);

  private Duplicates() {}

  /** Returns {@code images} in their order, with a problem for each that is left out. */
  static List<CheckedFile> leaveOut(List<CheckedFile> images) {
    Map<String, List<CheckedFile>> byContent =
        images.stream()
            .filter(CheckedFile::isReadable)
            .collect(Collectors.groupingBy(CheckedFile::sha256, TreeMap::new, Collectors.toList()));
    List<CheckedFile> result = new ArrayList<>();
    for (CheckedFile image : images) {
      List<CheckedFile> copies = image.isReadable() ? byContent.get(image.sha256()) : List.of();
      result.add(copies.size() > 1 ? judged(image, copies) : image);
    }
    return result;
  }

  private static CheckedFile judged(CheckedFile image, List<CheckedFile> copies) {
    for (CheckedFile copy : copies) {
      if (!copy.found().label().equals(image.found().label())) {
        return image.withProblem(
            "has the same content as "
                + copy.found().file()
                + ", which is in class \""
                + copy.found().label()
                + "\"; keep it in the right class only");
      }
    }
    CheckedFile kept =
        copies.stream()
            .min(Comparator.comparing((CheckedFile copy) -> ORDER.indexOf(copy.part())))
            .orElseThrow();
    return kept.part() == image.part()
        ? image
        : image.withProblem(
            "has the same content as "
                + kept.found().file()
                + ", which is kept for "
                + kept.part()
                + "; an image must not be both learned and judged");
  }
}
