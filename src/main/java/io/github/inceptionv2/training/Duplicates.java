package io.github.inceptionv2.training;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Leaves out identical files that would distort training or evaluation. An image in two classes is
 * left out of both. An image in two splits stays only in the split that comes first in {@link
 * #ORDER}. Copies within the same class and split stay.
 */
final class Duplicates {

  /** The order of precedence: a test image stays in test. */
  private static final List<SplitPart> ORDER =
      List.of(SplitPart.TEST, SplitPart.VALIDATION, SplitPart.TRAINING);

  private Duplicates() {}

  /**
   * Returns {@code images} in the same order, with a problem set for each image that is left out.
   */
  static List<CheckedFile> leaveOut(List<CheckedFile> images) {
    Map<String, Copies> byContent =
        images.stream()
            .filter(CheckedFile::isReadable)
            .collect(
                Collectors.groupingBy(
                    CheckedFile::sha256,
                    Collectors.collectingAndThen(Collectors.toList(), Copies::of)));
    return images.stream()
        .map(image -> image.isReadable() ? checked(image, byContent.get(image.sha256())) : image)
        .toList();
  }

  private static CheckedFile checked(CheckedFile image, Copies copies) {
    if (!copies.other().found().label().equals(copies.first().found().label())) {
      boolean isFirst = image.found().label().equals(copies.first().found().label());
      CheckedFile contrary = isFirst ? copies.other() : copies.first();
      return image.withProblem(
          "has the same content as "
              + contrary.found().file()
              + ", which is in class \""
              + contrary.found().label()
              + "\"; keep it only in the correct class");
    }
    return copies.kept().part() == image.part()
        ? image
        : image.withProblem(
            "has the same content as "
                + copies.kept().found().file()
                + ", which is kept for "
                + copies.kept().part()
                + "; an image must not be in two splits");
  }

  /**
   * Files with the same bytes.
   *
   * @param other a file in a different class from {@code first}, or {@code first} if there is none
   * @param kept a file in the split that takes precedence
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
