package io.github.inceptionv2.training;

import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.InferenceException;
import io.github.inceptionv2.internal.files.WholeFile;
import io.github.inceptionv2.internal.report.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * How well a model classifies labelled images. Immutable, and safe for use by several threads.
 *
 * <p>Where there are no images, shares are 0.
 */
public final class Evaluation {

  private final int imageCount;
  private final int modelClasses;
  private final double top1;
  private final double top5;
  private final double meanLoss;
  private final List<String> labels;
  private final List<String> predictedLabels;
  private final Confusion confusion;
  private final List<ClassResult> perClass;
  private final List<Mistake> mistakes;
  private final List<ConfidenceBin> reliability;
  private final List<ImageFolder.Problem> failures;

  /**
   * How well one class is told from the others. Immutable, and safe for use by several threads.
   *
   * @param imageCount how many images show it
   * @param predictedCount how many images were taken for this class
   * @param precision share of the images taken for this class that show it, from 0 to 1; 0 if none
   *     was taken for it
   * @param recall share of the images that show this class and were taken for it, from 0 to 1; 0 if
   *     none shows it
   */
  public record ClassResult(
      String label, int imageCount, int predictedCount, double precision, double recall) {

    /** Checks that no part is null. */
    public ClassResult {
      Objects.requireNonNull(label, "label");
    }

    /** Returns the confidence interval of {@link #precision}. */
    public Interval precisionInterval() {
      return interval(precision, predictedCount);
    }

    /** Returns the confidence interval of {@link #recall}. */
    public Interval recallInterval() {
      return interval(recall, imageCount);
    }
  }

  /**
   * An image that was taken for another class than its own. Immutable, and safe for use by several
   * threads.
   *
   * @param label of its own class
   * @param predicted label of the class it was taken for
   * @param probability of {@code predicted}, from 0 to 1
   */
  public record Mistake(Path file, String label, String predicted, double probability) {

    /** Checks that no part is null. */
    public Mistake {
      Objects.requireNonNull(file, "file");
      Objects.requireNonNull(label, "label");
      Objects.requireNonNull(predicted, "predicted");
    }
  }

  /**
   * Images of whose class the model was about equally sure. Immutable, and safe for use by several
   * threads.
   *
   * @param confidence mean probability of the most probable class, from 0 to 1
   * @param accuracy share of the images that show that class, from 0 to 1
   */
  public record ConfidenceBin(double confidence, double accuracy, int imageCount) {}

  private Evaluation(Tally tally) {
    ClassMap classes = tally.classes();
    this.imageCount = tally.count();
    this.modelClasses = classes.modelSize();
    this.top1 = share(imageCount - tally.wrong().size(), imageCount);
    this.top5 = share(tally.inTopFive(), imageCount);
    this.meanLoss = tally.loss() / imageCount;
    this.labels = classes.names();
    this.predictedLabels = classes.predictable();
    this.confusion = tally.confusion();
    this.perClass = indexes(labels).mapToObj(this::result).toList();
    this.mistakes =
        tally.wrong().stream()
            .sorted(Comparator.comparingDouble(Tally.Wrong::probability).reversed())
            .map(
                wrong ->
                    new Mistake(
                        wrong.file(),
                        labels.get(wrong.label()),
                        classes.name(wrong.predicted()),
                        wrong.probability()))
            .toList();
    this.failures = tally.failures();
    this.reliability =
        tally.reliability().bins().stream()
            .map(bin -> new ConfidenceBin(bin.confidence(), bin.accuracy(), bin.count()))
            .toList();
  }

  /**
   * Classifies images; as {@link #of(InceptionV2, List, List, IntConsumer)} without one to watch.
   */
  public static Evaluation of(InceptionV2 model, List<LabeledImage> images, List<String> labels) {
    return of(model, images, labels, done -> {});
  }

  /**
   * Classifies images, 32 at once. One that cannot be read is among the {@link #failures} and
   * counts nowhere else.
   *
   * @param model which stays the caller's to close
   * @param labels what the images' labels are the indexes of, such as {@link ImageFolder#labels};
   *     each is the label or the WordNet id of one of the model's classes, which may be more
   * @param progress told how many images are done, after every batch
   * @throws IllegalArgumentException if {@code labels} is empty, or has one that is none or several
   *     of the model's, or an image's label is none of its indexes
   * @throws UnsupportedOperationException if the model has feature vectors only
   * @throws IllegalStateException if the model is closed
   * @throws InferenceException if TensorFlow fails
   */
  public static Evaluation of(
      InceptionV2 model, List<LabeledImage> images, List<String> labels, IntConsumer progress) {
    Objects.requireNonNull(progress, "progress");
    return new Evaluation(Tally.of(model, images, labels, progress));
  }

  /** What was counted, of logits from wherever. */
  static Evaluation of(Tally tally) {
    return new Evaluation(tally);
  }

  private static Interval interval(double share, int count) {
    return Interval.wilson((int) Math.round(share * count), count);
  }

  private static IntStream indexes(List<?> list) {
    return IntStream.range(0, list.size());
  }

  private static double share(int part, int whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  private ClassResult result(int label) {
    int hits = confusion.count(label, label);
    int images = confusion.rowSum(label);
    int taken = confusion.columnSum(label);
    return new ClassResult(
        labels.get(label), images, taken, share(hits, taken), share(hits, images));
  }

  /** Returns the number of the model's classes, which may be more than the images'. */
  public int modelClasses() {
    return modelClasses;
  }

  /** Returns how many images were classified. */
  public int imageCount() {
    return imageCount;
  }

  /** Returns the share of the images whose class was the most probable one, from 0 to 1. */
  public double top1() {
    return top1;
  }

  /** Returns the confidence interval of {@link #top1}. */
  public Interval top1Interval() {
    return interval(top1, imageCount);
  }

  /**
   * Returns the share of the images whose class was among the five most probable ones, from 0 to 1;
   * always 1 for a model with no more than five classes.
   */
  public double top5() {
    return top5;
  }

  /** Returns the confidence interval of {@link #top5}. */
  public Interval top5Interval() {
    return interval(top5, imageCount);
  }

  /**
   * Returns the mean cross-entropy in nats: minus the natural logarithm of the probability of each
   * image's own class. Not a number if there are no images.
   */
  public double meanLoss() {
    return meanLoss;
  }

  /**
   * Returns images grouped by the probability of their most probable class, in up to 15 bins of
   * equal width, from unsure to sure: the points of a reliability diagram.
   */
  public List<ConfidenceBin> reliability() {
    return reliability;
  }

  /**
   * Returns the expected calibration error: the mean difference, over images, between confidence
   * and accuracy of their bin in {@link #reliability}. 0 if probabilities mean what they say; not a
   * number if there are no images.
   */
  public double calibrationError() {
    return reliability.stream()
            .mapToDouble(bin -> bin.imageCount() * Math.abs(bin.confidence() - bin.accuracy()))
            .sum()
        / imageCount;
  }

  /** Returns the images' classes. */
  public List<String> labels() {
    return labels;
  }

  /**
   * Returns the classes that images can be taken for: {@link #labels}, and last {@code other} for
   * all further ones of the model, if it has such.
   */
  public List<String> predictedLabels() {
    return predictedLabels;
  }

  /** Returns a result for each of {@link #labels}, in their order. */
  public List<ClassResult> perClass() {
    return perClass;
  }

  /**
   * Returns how many images of one class were taken for another: a row for each of {@link #labels},
   * with a number for each of {@link #predictedLabels}.
   */
  public List<List<Integer>> confusion() {
    return confusion.matrix();
  }

  Confusion confusionCounts() {
    return confusion;
  }

  /** Returns the images that were taken for another class, those with most confidence first. */
  public List<Mistake> mistakes() {
    return mistakes;
  }

  /** Returns the images that could not be read and are left out, in the order they came. */
  public List<ImageFolder.Problem> failures() {
    return failures;
  }

  /**
   * Returns a JSON object.
   *
   * <ul>
   *   <li>{@code images}, {@code top1}, {@code top5}, {@code meanLoss}, {@code calibrationError}
   *   <li>{@code top1Interval}, {@code top5Interval}: {@code {low, high}}, at 95 % confidence
   *   <li>{@code reliability}: an array of {@code {confidence, accuracy, images}}
   *   <li>{@code perClass}: an array of {@code {label, images, taken, precision, recall,
   *       precisionInterval, recallInterval}}
   *   <li>{@code confusion}: {@code {labels, predicted, counts}}: the names of rows and of columns,
   *       and an array {@code [row, column, count]} for each count that is not 0
   *   <li>{@code mistakes}: an array of {@code {file, label, predicted, probability}}
   *   <li>{@code failures}: an array of {@code {file, message}}
   * </ul>
   *
   * <p>Names and order are those of the methods here; what is not a number is null.
   *
   * @throws UnsupportedOperationException if Gson, an optional dependency, is not on the class path
   */
  public String toJson() {
    return Json.object(this::write);
  }

  /** Writes the members that {@link #toJson} documents. */
  void write(Json.Writer json) throws IOException {
    json.member("images", imageCount).member("top1", top1).member("top5", top5);
    json.member("meanLoss", meanLoss).member("calibrationError", calibrationError());
    write(json, "top1Interval", top1Interval());
    write(json, "top5Interval", top5Interval());
    json.objects(
        "reliability",
        reliability,
        (to, bin) ->
            to.member("confidence", bin.confidence())
                .member("accuracy", bin.accuracy())
                .member("images", bin.imageCount()));
    json.objects("perClass", perClass, Evaluation::write);
    json.object(
        "confusion",
        table ->
            table
                .texts("labels", labels)
                .texts("predicted", predictedLabels)
                .matrix(
                    "counts",
                    confusion.cells().stream()
                        .map(cell -> List.of(cell.row(), cell.column(), cell.count()))
                        .toList()));
    json.objects("mistakes", mistakes, Evaluation::write);
    json.objects("failures", failures, Evaluation::write);
  }

  private static void write(Json.Writer json, ClassResult result) throws IOException {
    json.member("label", result.label()).member("images", result.imageCount());
    json.member("taken", result.predictedCount());
    json.member("precision", result.precision()).member("recall", result.recall());
    write(json, "precisionInterval", result.precisionInterval());
    write(json, "recallInterval", result.recallInterval());
  }

  private static void write(Json.Writer json, String name, Interval interval) throws IOException {
    json.object(name, to -> to.member("low", interval.low()).member("high", interval.high()));
  }

  private static void write(Json.Writer json, Mistake mistake) throws IOException {
    json.member("file", mistake.file().toString()).member("label", mistake.label());
    json.member("predicted", mistake.predicted()).member("probability", mistake.probability());
  }

  private static void write(Json.Writer json, ImageFolder.Problem failure) throws IOException {
    json.member("file", failure.file().toString()).member("message", failure.message());
  }

  /**
   * Writes {@link #toJson} to a file, which is there as a whole or not at all and replaces what is
   * there; directories are made.
   *
   * @throws IOException if the file cannot be written
   * @throws UnsupportedOperationException if Gson, an optional dependency, is not on the class path
   */
  public void writeJson(Path file) throws IOException {
    WholeFile.write(file, toJson() + "\n");
  }

  /** Returns a line such as {@code 364 images: top-1 91.2 %, top-5 100.0 %, loss 0.312}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d images: top-1 %.1f %%, top-5 %.1f %%, loss %.3f",
        imageCount,
        100 * top1,
        100 * top5,
        meanLoss);
  }
}
