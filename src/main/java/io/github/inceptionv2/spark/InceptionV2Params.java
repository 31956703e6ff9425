package io.github.inceptionv2.spark;

import java.util.List;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;

/**
 * The parameters of {@link InceptionV2Transformer}. Spark finds the parameters by their public
 * methods. These methods are not final, so the compiler generates bridge methods in the public
 * class, which Spark can call.
 */
abstract class InceptionV2Params extends Transformer {

  private static final long serialVersionUID = 1;

  /** Keeps a row whose image cannot be read, with null for results. */
  static final String KEEP = "keep";

  /** Drops a row whose image cannot be read. */
  static final String SKIP = "skip";

  private static final int MAX_BATCH = 1024;

  private final String uid;
  private final Param<String> model;
  private final Param<String> modelFile;
  private final Param<String> modelSha256;
  private final Param<String> inputCol;
  private final Param<String> nameCol;
  private final Param<String> outputCol;
  private final Param<String> featuresCol;
  private final Param<String> topLabelCol;
  private final Param<String> topProbabilityCol;
  private final Param<String> errorCol;
  private final Param<String> handleInvalid;
  private final Param<String> preprocessing;
  private final Param<String> precision;
  private final IntParam topK;
  private final IntParam batchSize;

  InceptionV2Params(String uid) {
    this.uid = uid;
    model = text("model", "name of the model, in the form that ModelSource.parse accepts");
    modelFile = text("modelFile", "name of a model from --archives or --files; replaces model");
    modelSha256 = text("modelSha256", "SHA-256 that the model must have on every machine");
    inputCol = text("inputCol", "column of image files, paths or raw pixels");
    nameCol = text("nameCol", "column of names for error messages");
    outputCol = text("outputCol", "column of predictions to add");
    featuresCol = text("featuresCol", "column of feature vectors to add");
    topLabelCol = text("topLabelCol", "column of the most probable label to add");
    topProbabilityCol = text("topProbabilityCol", "column of the greatest probability to add");
    errorCol = text("errorCol", "column to add for errors, with null for images without an error");
    handleInvalid =
        new Param<>(
            uid,
            "handleInvalid",
            "handling of rows whose image cannot be read: keep or skip",
            ParamValidators.inArray(List.of(KEEP, SKIP)),
            String.class);
    preprocessing = text("preprocessing", "preprocessing of images, such as slim");
    precision = text("precision", "precision of the network: float32, int8 or bfloat16");
    topK =
        new IntParam(
            uid, "topK", "number of predictions per image; 0 for none", ParamValidators.gtEq(0));
    batchSize =
        new IntParam(
            uid,
            "batchSize",
            "maximum batch size of a task",
            ParamValidators.inRange(1, MAX_BATCH));
    setDefaults();
  }

  private Param<String> text(String name, String doc) {
    return new Param<>(uid, name, doc, String.class);
  }

  private void setDefaults() {
    setDefault(inputCol, Columns.DEFAULT_IMAGE);
    setDefault(outputCol, "predictions");
    setDefault(errorCol, "error");
    setDefault(handleInvalid, KEEP);
    setDefault(preprocessing, "slim");
    setDefault(precision, "float32");
    setDefault(topK, 5);
    setDefault(batchSize, BatchIterator.DEFAULT_ROWS);
  }

  /** Returns the value of {@code param}, or null if it has none. */
  final <T> T orNull(Param<T> param) {
    return isDefined(param) ? getOrDefault(param) : null;
  }

  final int number(IntParam param) {
    return (Integer) getOrDefault(param);
  }

  /** Returns the unique name of this stage. */
  @Override
  public String uid() {
    return uid;
  }

  /** The name of the model, in the form that {@code ModelSource.parse} accepts. */
  public Param<String> model() {
    return model;
  }

  /** The model that Spark distributes to each executor, instead of {@link #model}. */
  public Param<String> modelFile() {
    return modelFile;
  }

  /** The SHA-256 that the model must have on every machine. */
  public Param<String> modelSha256() {
    return modelSha256;
  }

  /** The column of images; {@code content} unless set. */
  public Param<String> inputCol() {
    return inputCol;
  }

  /** The column of names for error messages. If unset, {@code path} is used if it exists. */
  public Param<String> nameCol() {
    return nameCol;
  }

  /** The new column of predictions; {@code predictions} unless set. */
  public Param<String> outputCol() {
    return outputCol;
  }

  /** The new column of feature vectors; none unless set. */
  public Param<String> featuresCol() {
    return featuresCol;
  }

  /** The new column of the most probable label; none unless set. */
  public Param<String> topLabelCol() {
    return topLabelCol;
  }

  /** The new column of the greatest probability; none unless set. */
  public Param<String> topProbabilityCol() {
    return topProbabilityCol;
  }

  /** The new column of errors; {@code error} unless set. */
  public Param<String> errorCol() {
    return errorCol;
  }

  /** Handling of rows whose image cannot be read: {@code keep} (default) or {@code skip}. */
  public Param<String> handleInvalid() {
    return handleInvalid;
  }

  /** The preprocessing of images; {@code slim} unless set. */
  public Param<String> preprocessing() {
    return preprocessing;
  }

  /** The precision of the network; {@code float32} unless set. */
  public Param<String> precision() {
    return precision;
  }

  /** The number of predictions for each image; 5 unless set, 0 for none. */
  public IntParam topK() {
    return topK;
  }

  /** The maximum batch size of a task; 16 unless set. */
  public IntParam batchSize() {
    return batchSize;
  }
}
