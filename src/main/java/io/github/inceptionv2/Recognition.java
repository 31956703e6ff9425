package io.github.inceptionv2;

import java.util.List;

/**
 * What {@link Batch#recognize} finds in an image.
 *
 * @param predictions the most probable classes, the most probable first
 * @param featureVector 1024 numbers, none negative; the array belongs to whoever gets it
 */
public record Recognition(List<Prediction> predictions, float[] featureVector) {}
