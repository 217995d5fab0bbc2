-- What pandoc leaves out for Typst: alternative texts, which PDF/UA refuses to do without, and forms of blocks.
local function quoted(text)
  return '"' .. text:gsub("\\", "\\\\"):gsub('"', '\\"') .. '"'
end

function Figure(figure)
  local picture
  figure:walk({ Image = function(image) picture = image end })
  if FORMAT ~= "typst" or not picture then return nil end
  local caption = pandoc.write(pandoc.Pandoc(figure.caption.long), "typst"):gsub("%s+$", "")
  local alt = picture.attributes.alt or pandoc.utils.stringify(figure.caption.long)
  return pandoc.RawBlock("typst", string.format(
    "#figure(image(%s, width: 100%%, alt: %s), caption: [%s], kind: image, placement: auto)", quoted(picture.src), quoted(alt), caption))
end

local FORMS = { centre = "#align(center)[", note = "#text(size: 11pt)[" }

function Div(block)
  local form = FORMS[block.classes[1]]
  if FORMAT ~= "typst" or not form then return nil end
  return { pandoc.RawBlock("typst", form), block, pandoc.RawBlock("typst", "]") }
end
