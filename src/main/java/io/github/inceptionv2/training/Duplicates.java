package io.github.inceptionv2.training;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
    Map<String, Copies> byContent =
        images.stream()
            .filter(CheckedFile::isReadable)
            .collect(
                Collectors.groupingBy(
                    CheckedFile::sha256,
                    Collectors.collectingAndThen(Collectors.toList(), Copies::of)));
    return images.stream()
        .map(image -> image.isReadable() ? judged(image, byContent.get(image.sha256())) : image)
        .toList();
  }

  private static CheckedFile judged(CheckedFile image, Copies copies) {
    if (!copies.other().found().label().equals(copies.first().found().label())) {
      boolean isFirst = image.found().label().equals(copies.first().found().label());
      CheckedFile contrary = isFirst ? copies.other() : copies.first();
      return image.withProblem(
          "has the same content as "
              + contrary.found().file()
              + ", which is in class \""
              + contrary.found().label()
              + "\"; keep it in the right class only");
    }
    return copies.kept().part() == image.part()
        ? image
        : image.withProblem(
            "has the same content as "
                + copies.kept().found().file()
                + ", which is kept for "
                + copies.kept().part()
                + "; an image must not be both learned and judged");
  }

  /**
   * Files with the same bytes.
   *
   * @param other a file of another class than {@code first}, or {@code first} if there is none
   * @param kept a file in the part that judges most
   */
  private record Copies(CheckedFile first, CheckedFile other, CheckedFile kept) {

    static Copies of(List<CheckedFile> files) {
      CheckedFile first = files.get(0);
      CheckedFile other =
          files.stream()
              .filter(file -> !file.found().label().equals(first.found().label()))
              .findFirst()
              .orElse(first);
      CheckedFile kept =
          files.stream()
              .min(Comparator.comparing((CheckedFile file) -> ORDER.indexOf(file.part())))
              .orElseThrow();
      return new Copies(first, other, kept);
    }
  }
}
