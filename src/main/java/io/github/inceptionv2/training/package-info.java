/**
 * Trains Inception V2 on photographs of one's own, and says how good it became.
 *
 * <pre>{@code
 * ImageFolder images = ImageFolder.open(Path.of("photos")); // a sub-folder for each class
 * FineTuner tuner =
 *     FineTuner.builder(images)
 *         .source(ModelSource.imagenet())
 *         .options(TrainingOptions.full().toBuilder().epochs(5).batchNormMomentum(0.9).build())
 *         .checkpoints(Path.of("my-model.checkpoint"))
 *         .build();
 * FineTunedModel trained = tuner.train();
 * trained.writeModule(Path.of("my-model"));
 * try (InceptionV2 opened = InceptionV2.load(Path.of("my-model"))) {
 *   Evaluation evaluation = Evaluation.of(opened, images.test(), images.labels());
 *   TrainingReport.of("my model", trained.epochs(), evaluation).writeHtml(Path.of("report.html"));
 * }
 * }</pre>
 *
 * <ul>
 *   <li>{@link io.github.inceptionv2.training.ImageFolder} finds labelled photographs, one
 *       sub-folder a class, and splits them into parts that stay the same
 *   <li>{@link io.github.inceptionv2.training.FineTuner} trains: new logits alone, or all of the
 *       network as the tag set {train} of the Hub modules does
 *   <li>{@link io.github.inceptionv2.training.TrainingOptions} says how
 *   <li>{@link io.github.inceptionv2.training.EpochReport} tells how one pass over the training
 *       photographs went, a {@link io.github.inceptionv2.training.TrainingListener} all that
 *       happens
 *   <li>{@link io.github.inceptionv2.training.Evaluation} counts what a model gets right and wrong
 *   <li>{@link io.github.inceptionv2.training.TrainingReport} writes all of it down
 * </ul>
 *
 * <p>Training takes native memory while it runs: 1.3 GB for batches of 32 at 112x112 pixels. It
 * runs on the device that TensorFlow's native library is for. The same seed, options, images and
 * number of processors give the same weights to the last bit on a CPU. On glibc the environment
 * variables {@code MALLOC_MMAP_MAX_=0}, {@code MALLOC_TRIM_THRESHOLD_=8589934592} and {@code
 * MALLOC_TOP_PAD_=67108864} keep TensorFlow from giving memory back that the next step asks for
 * again, which makes a step about a third faster.
 */
@NullMarked
package io.github.inceptionv2.training;

import org.jspecify.annotations.NullMarked;
