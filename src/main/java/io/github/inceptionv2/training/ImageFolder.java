package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.files.SafeText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder or list of labelled images, split into images for training, validation and test.
 *
 * <p>A folder has one subfolder per class. The class is the subfolder's name in Unicode's composed
 * form (NFC). Files that end in jpg, jpeg, jpe, jif, jfif, png, gif, bmp or webp count as images,
 * at any depth in the subfolder of their class. Hidden files and folders are ignored, as are system
 * files and folders such as {@code @eaDir}. Links are followed, but not in cycles. A subfolder
 * without images is not a class, and is listed in {@link #problems}.
 *
 * <p>If the subfolders are called {@code train} (or {@code training}), {@code validation} (or
 * {@code valid} or {@code val}) and {@code test}, each holds one split, with the class folders
 * inside; only {@code train} is required. Otherwise the SHA-256 hash of an image's bytes determines
 * its split. The image stays in this split when it is renamed or moved, or when other images are
 * added. Identical copies are always in the same split.
 *
 * <p>A list of files and labels can replace the folder: a {@code .csv}, {@code .tsv} or {@code
 * .jsonl} file in UTF-8 with {@code file}, {@code label} and optionally {@code part} in each line.
 * The part is the split: {@code train}, {@code validation} or {@code test}. Without parts, the
 * images' bytes determine the split. The first line may name the columns. File names are relative
 * to the list.
 *
 * <p>An image whose bytes occur in two classes is left out of both. An image in two splits stays in
 * test, or else in validation. Every file that is left out is listed in {@link #problems}.
 *
 * <p>Every file is read once when the folder is opened, on all cores. Later changes in the folder
 * have no effect. Immutable and thread-safe.
 */
public final class ImageFolder {

  private static final Logger LOG = LoggerFactory.getLogger(ImageFolder.class);
  private static final double DEFAULT_SHARE = 0.1;

  /** The number of images below which a class is hardly learnt. */
  private static final int FEW = 20;

  private static final String EMPTY = "has no usable images and is not used as a class";

  private final Path directory;
  private final List<String> labels;
  private final Map<SplitPart, List<LabeledImage>> images;
  private final List<Problem> problems;
  private final List<Path> empty;
  private final List<Problem> copies;
  private final Map<LabeledImage, String> contents;

  /**
   * A file or class folder that is left out. Immutable and thread-safe.
   *
   * @param file the file or folder
   * @param message the reason, as a clause that can follow the file's name, such as {@code is
   *     empty}
   */
  public record Problem(Path file, String message) {

    /** Checks that no component is null. */
    public Problem {
      Objects.requireNonNull(file, "file");
      Objects.requireNonNull(message, "message");
    }

    /** Returns the file and the message. */
    @Override
    public String toString() {
      return file + " " + message;
    }
  }

  private ImageFolder(Path directory, FolderScan scan) {
    this.directory = directory;
    this.labels = scan.labels();
    this.images =
        scan.images().stream()
            .filter(CheckedFile::isReadable)
            .collect(
                Collectors.groupingBy(
                    CheckedFile::part,
                    Collectors.mapping(this::labeled, Collectors.toUnmodifiableList())));
    this.problems =
        Stream.concat(
                scan.images().stream()
                    .filter(image -> !image.isReadable())
                    .map(image -> new Problem(image.found().file(), image.problem())),
                scan.empty().stream().map(folder -> new Problem(folder, EMPTY)))
            .toList();
    this.empty = scan.empty();
    this.copies =
        scan.images().stream()
            .filter(CheckedFile::isCopy)
            .map(image -> new Problem(image.found().file(), image.problem()))
            .toList();
    this.contents =
        scan.images().stream()
            .filter(CheckedFile::isReadable)
            .collect(
                Collectors.toUnmodifiableMap(
                    this::labeled, CheckedFile::sha256, (first, again) -> first));
  }

  /** Returns the hash that the image's bytes had when this folder was opened. */
  String sha256(LabeledImage image) {
    return contents.get(image);
  }

  private LabeledImage labeled(CheckedFile image) {
    int label = Collections.binarySearch(labels, image.found().label());
    return new LabeledImage(image.found().file(), label);
  }

  /**
   * Reads a folder or a list. Unless the images are already split, a tenth of them is used for
   * validation and a tenth for test.
   *
   * @throws IOException as {@link #open(Path, double, double)} does
   */
  public static ImageFolder open(Path directory) throws IOException {
    return open(directory, DEFAULT_SHARE, DEFAULT_SHARE);
  }

  /**
   * Reads a folder or a list. Images with an unreadable header are left out, as are copies in
   * another class or split; {@link #problems} lists these images.
   *
   * @param validationShare fraction of the images for validation, from 0 to below 1; if the images
   *     are already split, a fraction of the training images, or ignored if there is a validation
   *     split
   * @param testShare fraction of the images for test, from 0 to below 1; ignored if the images are
   *     already split
   * @throws IllegalArgumentException if a share is negative, or the sum of the shares is not below
   *     1
   * @throws IOException if the folder cannot be read, there are fewer than two classes with images,
   *     validation or test has a class that training lacks, the name of a subfolder cannot be
   *     decoded, or the names of two subfolders differ only in their Unicode form; the message says
   *     what was found and what was expected
   */
  public static ImageFolder open(Path directory, double validationShare, double testShare)
      throws IOException {
    Objects.requireNonNull(directory, "directory");
    ContentSplit shares = new ContentSplit(validationShare, testShare);
    ImageFolder folder = new ImageFolder(directory, FolderScan.of(directory, shares));
    folder.warn();
    LOG.debug("{}", SafeText.line(folder));
    return folder;
  }

  /**
   * Returns the image files directly in a folder, sorted by name, without reading them. The rules
   * for image files are those of {@link ImageFolder}.
   *
   * @throws IOException if the folder cannot be read
   */
  public static List<Path> filesIn(Path directory) throws IOException {
    return ImageFiles.in(Objects.requireNonNull(directory, "directory"));
  }

  /**
   * Returns the image files at any depth in a folder, sorted by path, without reading them. The
   * rules for image files are those of {@link ImageFolder}.
   *
   * @throws IOException if the folder or a subfolder cannot be read
   */
  public static List<Path> filesUnder(Path directory) throws IOException {
    return ImageFiles.under(Objects.requireNonNull(directory, "directory"));
  }

  private void warn() {
    int files = problems.size() - empty.size();
    if (files > 0) {
      LOG.warn(
          "{}: {} files are left out; the first: {}",
          SafeText.line(directory),
          files,
          SafeText.line(problems.get(0)));
    }
    empty.forEach(folder -> LOG.warn("{} {}", SafeText.line(folder), EMPTY));
    Map<Integer, Long> counts =
        training().stream()
            .collect(Collectors.groupingBy(LabeledImage::label, Collectors.counting()));
    List<String> few =
        labels.stream()
            .filter(label -> counts.getOrDefault(labels.indexOf(label), 0L) < FEW)
            .toList();
    if (!few.isEmpty()) {
      LOG.warn(
          "{}: fewer than {} training images for the classes {}",
          SafeText.line(directory),
          FEW,
          SafeText.line(few));
    }
  }

  /** Returns the path of the folder or list, as it was given to {@link #open(Path)}. */
  public Path directory() {
    return directory;
  }

  /** Returns the names of the classes, sorted; at least two. */
  public List<String> labels() {
    return labels;
  }

  /** Returns the images for training, sorted by label and then path. */
  public List<LabeledImage> training() {
    return images(SplitPart.TRAINING);
  }

  /** Returns the images for validation, sorted by label and then path; may be empty. */
  public List<LabeledImage> validation() {
    return images(SplitPart.VALIDATION);
  }

  /** Returns the images for test, sorted by label and then path; may be empty. */
  public List<LabeledImage> test() {
    return images(SplitPart.TEST);
  }

  /**
   * Returns the files that are left out, sorted by label and then path, followed by the class
   * folders without an image.
   */
  public List<Problem> problems() {
    return problems;
  }

  /**
   * Returns the {@link #problems} of images that are left out because they are copies of an image
   * in another class or split.
   */
  public List<Problem> copies() {
    return copies;
  }

  private List<LabeledImage> images(SplitPart part) {
    return images.getOrDefault(part, List.of());
  }

  /** Returns the folder or list and the numbers of its classes and images. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: %d classes, %d images for training, %d for validation, %d for test",
        directory,
        labels.size(),
        training().size(),
        validation().size(),
        test().size());
  }
}
