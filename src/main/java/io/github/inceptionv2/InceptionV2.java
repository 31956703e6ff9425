package io.github.inceptionv2;

import io.github.inceptionv2.internal.files.SafeText;
import io.github.inceptionv2.internal.module.InceptionModule;
import io.github.inceptionv2.internal.runtime.NativeLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Classifies images with Inception V2, and turns them into feature vectors.
 *
 * <p>An instance owns native memory: close it when done. Instances are safe for use by several
 * threads; {@link #close} waits for calls in progress. Results are plain Java values.
 *
 * <pre>{@code
 * try (InceptionV2 model = InceptionV2.load()) {
 *   List<Prediction> top = model.classify(Path.of("cat.jpg"), 5);
 * }
 * }</pre>
 *
 * <p>All methods that compute throw {@link ImageDecodeException} if the image cannot be decoded,
 * another {@link IOException} if its file cannot be read, {@link InferenceException} if TensorFlow
 * fails on valid input, and {@link IllegalStateException} if this model is closed.
 */
public final class InceptionV2 implements ImageClassifier {

  private static final Logger LOG = LoggerFactory.getLogger(InceptionV2.class);

  final Engine engine;
  private final ModelInfo info;
  private final Labels labels;
  private final Queries queries;

  private InceptionV2(Engine engine, ModelInfo info, Labels labels, Queries queries) {
    this.engine = engine;
    this.info = info;
    this.labels = labels;
    this.queries = queries;
  }

  /**
   * Opens the network as it was trained on ImageNet, with default settings.
   *
   * <p><b>It is downloaded on first use</b>, 41.6 MB, as {@link ModelSource#imagenet} says.
   *
   * @throws ModelDownloadException if it cannot be had from anywhere; the message says what to do
   * @throws IOException if the cache cannot be written
   */
  public static InceptionV2 load() throws IOException {
    return load(ModelSource.imagenet());
  }

  /**
   * Opens the module in {@code directory} with default settings; nothing is downloaded.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such directory
   * @throws ModelCorruptException if it is not a whole Inception V2 module; the message says what
   *     was found and what was expected
   * @throws IOException if a file cannot be read
   */
  public static InceptionV2 load(Path directory) throws IOException {
    return load(ModelSource.directory(directory));
  }

  /**
   * Opens a model with default settings.
   *
   * @throws java.nio.file.NoSuchFileException if there is nothing at the source's path
   * @throws ModelCorruptException if it is not a whole Inception V2 module
   * @throws ModelDownloadException if it is to be fetched and cannot be had from anywhere
   * @throws IOException if a file cannot be read
   */
  public static InceptionV2 load(ModelSource source) throws IOException {
    return builder(source).load();
  }

  /** Begins opening a model with other settings. */
  public static Builder builder(ModelSource source) {
    return new Builder(source);
  }

  @Override
  public List<Prediction> classify(ImageSource image, int count) throws IOException {
    return one(image).classify(count).get(0).get();
  }

  /** Computes the images together, as {@link #batch} does. */
  @Override
  public List<ImageResult<List<Prediction>>> classifyAll(List<ImageSource> images, int count) {
    return batch(images).classify(count);
  }

  /**
   * Returns the logits of {@code image}, one for each class.
   *
   * @throws UnsupportedOperationException if the model has feature vectors only
   */
  public float[] logits(ImageSource image) throws IOException {
    return one(image).logits().get(0).get();
  }

  /**
   * Returns the feature vector of {@code image}: 1024 numbers, none negative; the mean of {@code
   * Mixed_5c} over height and width. Its length is 1 if the model was opened with {@link
   * Builder#l2Normalized}.
   *
   * @throws UnsupportedOperationException if the model offers logits only
   */
  @Override
  public float[] featureVector(ImageSource image) throws IOException {
    return one(image).featureVectors().get(0).get();
  }

  /** Computes the images together, as {@link #batch} does. */
  @Override
  public List<ImageResult<float[]>> featureVectors(List<ImageSource> images) {
    return batch(images).featureVectors();
  }

  /**
   * Returns an intermediate tensor for {@code image}.
   *
   * @param name one of {@link ModelInfo#endpoints}, such as {@code Mixed_4e}
   * @throws IllegalArgumentException if there is no such endpoint; the message names all
   */
  public Activation endpoint(ImageSource image, String name) throws IOException {
    return one(image).endpoint(name).get(0).get();
  }

  /**
   * Returns where {@code image} shows the class {@code classIndex}, by {@link
   * Explanation#DEFAULT_ENDPOINT}.
   *
   * @param classIndex from 0, such as {@link Prediction#index} of the most probable class
   * @throws UnsupportedOperationException if the model has feature vectors only
   * @throws ModelCorruptException if the weights, which are read again, were damaged meanwhile
   */
  public Explanation explain(ImageSource image, int classIndex) throws IOException {
    return explain(image, classIndex, Explanation.DEFAULT_ENDPOINT);
  }

  /**
   * Returns where {@code image} shows the class {@code classIndex}, by an earlier endpoint, whose
   * map is finer. Of a model opened with {@link Crops#TEN} one view is explained, as with {@link
   * Crops#SINGLE}. The first call opens the network a second time, with its gradients, and keeps it
   * until {@link #close}; it is the network built here with the model's weights, also where the
   * model itself is a {@linkplain ModelSource#trusted trusted} module that computes something else.
   *
   * @param classIndex from 0 to before the number of classes
   * @param endpoint one of {@link ModelInfo#endpoints} with a height and width, such as {@code
   *     Mixed_4e}
   * @throws IllegalArgumentException if there is no such class or endpoint; the message names all
   * @throws UnsupportedOperationException if the model has feature vectors only
   * @throws ModelCorruptException if the weights, which are read again, were damaged meanwhile
   */
  public Explanation explain(ImageSource image, int classIndex, String endpoint)
      throws IOException {
    new ModelRoles(engine.module().roles(), info)
        .logits(); // says what is wrong where there are none
    Explainer.checkClass(classIndex, info.classCount());
    return engine.explain(new Explainer.Question(image, classIndex, endpoint), labels).get();
  }

  private Batch one(ImageSource image) {
    return batch(List.of(Objects.requireNonNull(image, "image")));
  }

  /**
   * Returns {@code images} as a batch, which is faster; an image that cannot be read fails alone.
   */
  public Batch batch(List<ImageSource> images) {
    engine.checkOpen();
    return new Batch(engine, queries, images);
  }

  /**
   * Returns {@code images} as a stream, whose results come while later images are read.
   *
   * @param images taken from as results are asked for, by the thread that asks
   */
  public ImageStream stream(Iterable<? extends ImageSource> images) {
    return new ImageStream(engine, queries, Objects.requireNonNull(images, "images")::iterator);
  }

  /** Returns {@code images} as a stream that can be used once. */
  public ImageStream stream(Iterator<? extends ImageSource> images) {
    Objects.requireNonNull(images, "images");
    return new ImageStream(engine, queries, () -> images);
  }

  /** Returns {@code images} as a stream that can be used once; the caller closes {@code images}. */
  public ImageStream stream(Stream<? extends ImageSource> images) {
    return new ImageStream(engine, queries, Objects.requireNonNull(images, "images")::iterator);
  }

  /**
   * Finds out what this model runs on, by running a convolution beside it; takes a moment.
   *
   * @throws InferenceException if TensorFlow fails
   */
  public RuntimeReport runtimeReport() {
    return engine.report();
  }

  /**
   * Computes a picture that is made by a formula, and says how far the numbers are from the right
   * ones, and on which device they were computed.
   *
   * <p>For weights that are known, by a fingerprint of their values, the right ones are recorded:
   * these are {@link ModelSource#untrained} and {@code models/flowers}. For others they are
   * computed in plain Java in double precision, which shows that TensorFlow computes right, but not
   * whether the weights are what they should be. It takes about a second.
   *
   * @throws ModelCorruptException if the weights, which are read again, were damaged since
   */
  public SelfCheck selfCheck() throws IOException {
    engine.checkOpen();
    return new SelfChecker(engine, info).run();
  }

  /** Returns what is known of the model. */
  public ModelInfo info() {
    return info;
  }

  /** Returns the labels that predictions carry. */
  public Labels labels() {
    return labels;
  }

  @Override
  public boolean isOpen() {
    return engine.isOpen();
  }

  /**
   * Releases the native memory, after the runs of the network that are in progress. Batches and
   * streams end before their next run with {@link IllegalStateException}, which every later call
   * throws; closing again does nothing.
   */
  @Override
  public void close() {
    engine.close();
  }

  /** Returns what the model was opened from. */
  @Override
  public String toString() {
    return "InceptionV2[" + SafeText.line(info.source()) + "]";
  }

  /** Settings of a model that is about to be opened; the last of each wins. Not thread-safe. */
  public static final class Builder {

    private final ModelSource source;
    private Labels labels;
    private Preprocessing preprocessing = Preprocessing.SLIM;
    private ImageSize imageSize;
    private ImageOptions images = ImageOptions.defaults();
    private Crops crops = Crops.SINGLE;
    private RuntimeOptions runtime = RuntimeOptions.defaults();
    private Observer observer = Observer.NONE;
    private boolean isL2Normalized;
    private float minProbability;
    private Optional<Collection<String>> onlyClasses = Optional.empty();
    private Collection<String> exceptClasses = List.of();

    private Builder(ModelSource source) {
      this.source = Objects.requireNonNull(source, "source");
    }

    /**
     * Sets the labels; if unset, those that the module brings are used, or else {@link
     * Labels#imageNet}. Their number must be that of the model's logits.
     */
    public Builder labels(Labels labels) {
      this.labels = Objects.requireNonNull(labels, "labels");
      return this;
    }

    /** Sets how images become the network's input; {@link Preprocessing#SLIM} if unset. */
    public Builder preprocessing(Preprocessing preprocessing) {
      this.preprocessing = Objects.requireNonNull(preprocessing, "preprocessing");
      return this;
    }

    /** Sets what images are resized to; {@link ModelInfo#expectedImageSize} if unset. */
    public Builder imageSize(ImageSize size) {
      this.imageSize = Objects.requireNonNull(size, "size");
      return this;
    }

    /** Sets how many views of each image are averaged; {@link Crops#SINGLE} if unset. */
    public Builder crops(Crops crops) {
      this.crops = Objects.requireNonNull(crops, "crops");
      return this;
    }

    /** Sets how image files are read, and which are refused; the defaults if unset. */
    public Builder images(ImageOptions images) {
      this.images = Objects.requireNonNull(images, "images");
      return this;
    }

    /** Sets threads, device and batches; {@link RuntimeOptions#defaults} if unset. */
    public Builder runtime(RuntimeOptions runtime) {
      this.runtime = Objects.requireNonNull(runtime, "runtime");
      return this;
    }

    /**
     * Sets whether feature vectors are divided by their length, so that their dot product is their
     * cosine similarity, as many vector stores expect; off if unset. A vector of zeros stays one.
     */
    public Builder l2Normalized(boolean isL2Normalized) {
      this.isL2Normalized = isL2Normalized;
      return this;
    }

    /**
     * Sets the least probability of classes in results, which then may have fewer classes than were
     * asked for, or none; 0 if unset. Probabilities are those among all classes.
     *
     * @param probability from 0 to 1
     */
    public Builder minProbability(float probability) {
      if (!(probability >= 0 && probability <= 1)) {
        throw new IllegalArgumentException(
            "minProbability (" + probability + ") must be from 0 to 1");
      }
      this.minProbability = probability;
      return this;
    }

    /**
     * Sets the only classes that results name; all if unset, or if {@code names} is empty.
     *
     * @param names labels or WordNet ids; a label of two classes means both
     */
    public Builder onlyClasses(Collection<String> names) {
      this.onlyClasses = Optional.of(ClassFilter.copy(names)).filter(all -> !all.isEmpty());
      return this;
    }

    /**
     * Sets classes that results leave out, such as {@code background}; none if unset.
     *
     * @param names labels or WordNet ids; a label of two classes means both
     */
    public Builder exceptClasses(Collection<String> names) {
      this.exceptClasses = ClassFilter.copy(names);
      return this;
    }

    /** Sets the listener that is notified of the time each step takes; none if unset. */
    public Builder listener(InferenceListener listener) {
      this.observer = new Observer(Objects.requireNonNull(listener, "listener"));
      return this;
    }

    /**
     * Opens the model.
     *
     * @throws ModelCorruptException if it is not a whole Inception V2 module
     * @throws ModelDownloadException if it is to be fetched and cannot be had from anywhere
     * @throws IOException if a file cannot be read
     * @throws IllegalArgumentException if the numbers of labels and logits differ, or {@link
     *     #onlyClasses} or {@link #exceptClasses} name a class that the model does not have
     * @throws java.nio.file.NoSuchFileException if there is nothing at the source's path
     * @throws NativeLibraryException if TensorFlow cannot be loaded on this machine
     * @throws DeviceUnavailableException if there is no GPU, and one is asked for
     * @throws InferenceException if TensorFlow fails
     */
    public InceptionV2 load() throws IOException {
      long start = System.nanoTime();
      NativeLibrary.begin();
      InceptionModule module = source.openToRun();
      ModelInfo info = source.info(module);
      Labels used = ModelLabels.choose(labels, module, source);
      ClassFilter filter = ClassFilter.of(minProbability, onlyClasses, exceptClasses, used);
      ImageSize size = imageSize == null ? info.expectedImageSize() : imageSize;
      Preparation preparation =
          Preparation.open(images, preprocessing, size, crops, runtime, observer);
      Engine engine = new Engine(module, preparation, runtime, observer);
      Queries queries = new Queries(engine.module().roles(), info, used, filter, isL2Normalized);
      LOG.debug(
          "opened {} in {} ms", SafeText.line(source), (System.nanoTime() - start) / 1_000_000);
      return new InceptionV2(engine, info, used, queries);
    }
  }
}
