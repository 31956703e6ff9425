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
 * Classifies images with Inception V2 and turns them into feature vectors.
 *
 * <p>An instance owns native memory: close it when done. Instances are thread-safe; {@link #close}
 * waits for calls in progress. Results are plain Java values.
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
   * Opens the network trained on ImageNet, with default settings.
   *
   * <p><b>The network is downloaded on first use</b> (41.6 MB); see {@link ModelSource#imagenet}.
   *
   * @throws ModelDownloadException if the network cannot be downloaded; the message says what to do
   * @throws IOException if the cache cannot be written
   */
  public static InceptionV2 load() throws IOException {
    return load(ModelSource.imagenet());
  }

  /**
   * Opens the module in {@code directory} with default settings; nothing is downloaded.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such directory
   * @throws ModelCorruptException if the directory is not a complete Inception V2 module; the
   *     message says what was found and what was expected
   * @throws IOException if a file cannot be read
   */
  public static InceptionV2 load(Path directory) throws IOException {
    return load(ModelSource.directory(directory));
  }

  /**
   * Opens a model with default settings.
   *
   * @throws java.nio.file.NoSuchFileException if nothing exists at the source's path
   * @throws ModelCorruptException if the model is not a complete Inception V2 module
   * @throws ModelDownloadException if the model must be downloaded and no address has it
   * @throws IOException if a file cannot be read
   */
  public static InceptionV2 load(ModelSource source) throws IOException {
    return builder(source).load();
  }

  /** Returns a builder that opens a model with other settings. */
  public static Builder builder(ModelSource source) {
    return new Builder(source);
  }

  @Override
  public List<Prediction> classify(ImageSource image, int count) throws IOException {
    return one(image).classify(count).get(0).get();
  }

  /** Processes the images together, as {@link #batch} does. */
  @Override
  public List<ImageResult<List<Prediction>>> classifyAll(List<ImageSource> images, int count) {
    return batch(images).classify(count);
  }

  /**
   * Returns the logits of {@code image}, one per class.
   *
   * @throws UnsupportedOperationException if the model has feature vectors only
   */
  public float[] logits(ImageSource image) throws IOException {
    return one(image).logits().get(0).get();
  }

  /**
   * Returns the feature vector of {@code image}, 1024 non-negative numbers: the mean of {@code
   * Mixed_5c} over height and width, scaled to length 1 if the model was opened with {@link
   * Builder#l2Normalized}.
   *
   * @throws UnsupportedOperationException if the model has logits only
   */
  @Override
  public float[] featureVector(ImageSource image) throws IOException {
    return one(image).featureVectors().get(0).get();
  }

  /** Processes the images together, as {@link #batch} does. */
  @Override
  public List<ImageResult<float[]>> featureVectors(List<ImageSource> images) {
    return batch(images).featureVectors();
  }

  /**
   * Returns an intermediate tensor of {@code image}.
   *
   * @param name one of {@link ModelInfo#endpoints}, such as {@code Mixed_4e}
   * @throws IllegalArgumentException if there is no such endpoint; the message lists all endpoints
   */
  public Activation endpoint(ImageSource image, String name) throws IOException {
    return one(image).endpoint(name).get(0).get();
  }

  /**
   * Returns a map of the regions of {@code image} that support the class {@code classIndex}, at
   * {@link Explanation#DEFAULT_ENDPOINT}.
   *
   * @param classIndex from 0, such as {@link Prediction#index} of the most probable class
   * @throws UnsupportedOperationException if the model has feature vectors only
   * @throws ModelCorruptException if the weights, which are read again, turn out to be damaged
   */
  public Explanation explain(ImageSource image, int classIndex) throws IOException {
    return explain(image, classIndex, Explanation.DEFAULT_ENDPOINT);
  }

  /**
   * Returns a map of the regions of {@code image} that support the class {@code classIndex}, at
   * {@code endpoint}. Earlier endpoints have finer maps. A model opened with {@link Crops#TEN}
   * explains a single view, as with {@link Crops#SINGLE}. The first call opens the network a second
   * time, with gradients, and keeps it until {@link #close}. The second network is the library's
   * own, with the model's weights, even if the model is a {@linkplain ModelSource#trusted trusted}
   * module that computes something else.
   *
   * @param classIndex from 0 to the number of classes minus 1
   * @param endpoint one of {@link ModelInfo#endpoints} with a height and width, such as {@code
   *     Mixed_4e}
   * @throws IllegalArgumentException if there is no such class or endpoint; the message lists the
   *     valid ones
   * @throws UnsupportedOperationException if the model has feature vectors only
   * @throws ModelCorruptException if the weights, which are read again, turn out to be damaged
   */
  public Explanation explain(ImageSource image, int classIndex, String endpoint)
      throws IOException {
    new ModelRoles(engine.module().roles(), info).logits(); // throws if the model has none
    Explainer.checkClass(classIndex, info.classCount());
    return engine.explain(new Explainer.Question(image, classIndex, endpoint), labels).get();
  }

  private Batch one(ImageSource image) {
    return batch(List.of(Objects.requireNonNull(image, "image")));
  }

  /** Returns {@code images} as a {@link Batch}, which is faster than one call per image. */
  public Batch batch(List<ImageSource> images) {
    engine.checkOpen();
    return new Batch(engine, queries, images);
  }

  /**
   * Returns {@code images} as a stream, which delivers results while later images are read.
   *
   * @param images iterated on demand, on the thread that requests results
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
   * Runs a convolution, which takes a moment, and reports the hardware and kernels that were used.
   *
   * @throws InferenceException if TensorFlow fails
   */
  public RuntimeReport runtimeReport() {
    return engine.report();
  }

  /**
   * Runs the model on an image generated by a formula, and reports how far its results are from the
   * correct ones and which device computed them.
   *
   * <p>For known weights, which are identified by a fingerprint of their values, the correct
   * results are recorded: these are {@link ModelSource#untrained} and {@code models/flowers}. For
   * other weights, the correct results are computed in plain Java in double precision, which shows
   * that TensorFlow computes correctly but not that the weights are correct. Takes about a second.
   *
   * @throws ModelCorruptException if the weights, which are read again, turn out to be damaged
   */
  public SelfCheck selfCheck() throws IOException {
    engine.checkOpen();
    return new SelfChecker(engine, info).run();
  }

  /** Returns facts about the model. */
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
   * Waits for runs of the network in progress, and then releases the native memory. Batches and
   * streams throw {@link IllegalStateException} before their next run, as does every later call.
   * Closing again does nothing.
   */
  @Override
  public void close() {
    engine.close();
  }

  /** Returns the source that the model was opened from. */
  @Override
  public String toString() {
    return "InceptionV2[" + SafeText.line(info.source()) + "]";
  }

  /** Opens a model with settings; the last value of each setting wins. Not thread-safe. */
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
     * Sets the labels, one for each logit of the model. If unset, the module's own labels are used,
     * or else {@link Labels#imageNet}.
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

    /** Sets the size that images are resized to; {@link ModelInfo#expectedImageSize} if unset. */
    public Builder imageSize(ImageSize size) {
      this.imageSize = Objects.requireNonNull(size, "size");
      return this;
    }

    /** Sets how many views of each image are averaged; {@link Crops#SINGLE} if unset. */
    public Builder crops(Crops crops) {
      this.crops = Objects.requireNonNull(crops, "crops");
      return this;
    }

    /** Sets how image files are read, and which are rejected; the default options if unset. */
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
     * Sets whether feature vectors are divided by their length, so their dot product is their
     * cosine similarity, as many vector stores expect; off if unset. A vector of zeros stays
     * unchanged.
     */
    public Builder l2Normalized(boolean isL2Normalized) {
      this.isL2Normalized = isL2Normalized;
      return this;
    }

    /**
     * Sets the minimum probability of classes in results, which may then have fewer classes than
     * requested, or none; 0 if unset. Probabilities are always computed over all classes.
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
     * Restricts results to the named classes; all classes if unset, or if {@code names} is empty.
     *
     * @param names labels or WordNet ids; a label that two classes share selects both
     */
    public Builder onlyClasses(Collection<String> names) {
      this.onlyClasses = Optional.of(ClassFilter.copy(names)).filter(all -> !all.isEmpty());
      return this;
    }

    /**
     * Sets the classes to exclude from results, such as {@code background}; none if unset.
     *
     * @param names labels or WordNet ids; a label that two classes share selects both
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
     * @throws ModelCorruptException if the model is not a complete Inception V2 module
     * @throws ModelDownloadException if the model must be downloaded and no address has it
     * @throws IOException if a file cannot be read
     * @throws IllegalArgumentException if the numbers of labels and logits differ, or {@link
     *     #onlyClasses} or {@link #exceptClasses} name a class that the model does not have
     * @throws java.nio.file.NoSuchFileException if nothing exists at the source's path
     * @throws NativeLibraryException if TensorFlow cannot be loaded on this machine
     * @throws DeviceUnavailableException if a required device or precision is not available
     * @throws InferenceException if TensorFlow fails
     */
    public InceptionV2 load() throws IOException {
      long start = System.nanoTime();
      NativeLibrary.begin();
      InceptionModule module = source.openToRun();
      RuntimeOptions options = Engine.suited(runtime, module);
      ModelInfo info = source.info(module);
      Labels used = ModelLabels.choose(labels, module, source);
      ClassFilter filter = ClassFilter.of(minProbability, onlyClasses, exceptClasses, used);
      ImageSize size = imageSize == null ? info.expectedImageSize() : imageSize;
      var preparation = Preparation.open(images, preprocessing, size, crops, options, observer);
      Engine engine = new Engine(module, preparation, options, observer);
      Queries queries = new Queries(engine.module().roles(), info, used, filter, isL2Normalized);
      LOG.debug(
          "opened {} in {} ms", SafeText.line(source), (System.nanoTime() - start) / 1_000_000);
      return new InceptionV2(engine, info, used, queries);
    }
  }
}
