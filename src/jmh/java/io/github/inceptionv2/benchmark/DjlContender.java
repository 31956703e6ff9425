package io.github.inceptionv2.benchmark;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.modality.cv.transform.CenterCrop;
import ai.djl.modality.cv.transform.Resize;
import ai.djl.modality.cv.transform.ToTensor;
import ai.djl.modality.cv.translator.ImageClassificationTranslator;
import ai.djl.modality.cv.translator.ImageFeatureExtractor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.translate.NoopTranslator;
import io.github.inceptionv2.internal.network.DjlNetwork;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** DJL with PyTorch as in its documentation: blocks, translators, one predictor per thread. */
final class DjlContender implements Contender {

  private static final String NAME = "inception-v2";
  private static final int CLASSES = 1001;
  private static final int BEFORE_CROP = 256;

  private final Model features;
  private final Model logits;
  private final ThreadLocal<Predictor<Image, Classifications>> classifiers;
  private final ThreadLocal<Predictor<Image, float[]>> extractors;
  private final BatchLoop<Image> loop =
      new BatchLoop<>((file, place) -> image(file), (images, place) -> classify(images));

  /**
   * Opens the files that {@link #write} wrote.
   *
   * @param threads number of threads for one call
   */
  DjlContender(Path directory, int threads) throws Exception {
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    features = Model.newInstance(NAME + "-features", "PyTorch");
    logits = Model.newInstance(NAME, "PyTorch");
    SequentialBlock block = network(logits, null);
    logits.setBlock(block);
    logits.load(directory, NAME);
    features.setBlock(block.getChildren().get(0).getValue());
    ImageClassificationTranslator translator =
        ImageClassificationTranslator.builder()
            .addTransform(new Resize(BEFORE_CROP))
            .addTransform(new CenterCrop(SIZE, SIZE))
            .addTransform(new ToTensor())
            .optSynset(IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList())
            .optApplySoftmax(true)
            .optTopK(TOP)
            .build();
    ImageFeatureExtractor extractor =
        ImageFeatureExtractor.builder()
            .addTransform(new Resize(BEFORE_CROP))
            .addTransform(new CenterCrop(SIZE, SIZE))
            .addTransform(new ToTensor())
            .build();
    classifiers = ThreadLocal.withInitial(() -> logits.newPredictor(translator));
    extractors = ThreadLocal.withInitial(() -> features.newPredictor(extractor));
  }

  /** Writes the network's parameters into {@code directory}, in DJL's format. */
  static void write(Path directory, Function<String, float[]> weights) throws Exception {
    try (Model model = Model.newInstance(NAME, "PyTorch")) {
      SequentialBlock block = network(model, weights);
      DjlNetwork.initialize(block, model.getNDManager(), SIZE);
      model.setBlock(block);
      model.save(directory, NAME);
    }
  }

  private static SequentialBlock network(Model model, Function<String, float[]> weights) {
    DjlNetwork network = new DjlNetwork(model.getNDManager(), weights);
    Block features = network.features();
    return new SequentialBlock().add(features).add(network.logits(CLASSES));
  }

  @Override
  public Prepared prepare(List<float[]> images) {
    Shape shape = new Shape(images.size(), 3, SIZE, SIZE);
    NDManager manager = logits.getNDManager();
    NDArray input = manager.create(ChannelsFirst.of(images), shape);
    Predictor<NDList, NDList> predictor = logits.newPredictor(new NoopTranslator());
    return new Prepared() {
      @Override
      public float[][] logits() throws Exception {
        // Intermediate arrays belong to the input's manager and live as long as it.
        try (NDManager call = manager.newSubManager()) {
          input.attach(call);
          try (NDList result = predictor.predict(new NDList(input))) {
            return rows(result.head().toFloatArray());
          } finally {
            input.attach(manager);
          }
        }
      }

      @Override
      public void close() {
        predictor.close();
        input.close();
      }
    };
  }

  private static float[][] rows(float[] all) {
    return IntStream.range(0, all.length / CLASSES)
        .mapToObj(i -> Arrays.copyOfRange(all, i * CLASSES, (i + 1) * CLASSES))
        .toArray(float[][]::new);
  }

  private static Image image(byte[] file) throws Exception {
    return ImageFactory.getInstance().fromInputStream(new ByteArrayInputStream(file));
  }

  @Override
  public List<Top> classify(byte[] file) throws Exception {
    return top(classifiers.get().predict(image(file)));
  }

  @Override
  public float[] features(byte[] file) throws Exception {
    return extractors.get().predict(image(file));
  }

  @Override
  public List<List<Top>> classifyAll(List<Path> files) throws Exception {
    return loop.classifyAll(files);
  }

  private List<List<Top>> classify(List<Image> images) throws Exception {
    return classifiers.get().batchPredict(images).stream().map(DjlContender::top).toList();
  }

  private static List<Top> top(Classifications classes) {
    List<Classifications.Classification> best = classes.topK(TOP);
    return best.stream()
        .map(c -> new Top(Integer.parseInt(c.getClassName()), c.getProbability()))
        .toList();
  }

  @Override
  public void close() {
    loop.close();
    logits.close();
    features.close();
  }
}
